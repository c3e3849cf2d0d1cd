/** One place of the navigation. `count` is shown as given; `hot` writes it in the ink of what nobody allowed. */
export type NavItem = { label: string; href: string; count?: number | string | null; hot?: boolean; /** The second key after `g`. */ key?: string }

export type NavGroup = { label: string; items: readonly NavItem[] }

/** Something the palette leads to. */
export type PaletteItem = { label: string; href: string; group: string; note?: string; key?: string }

export type PaletteSearch = (query: string) => Promise<readonly PaletteItem[]>

/** The place that an address is in: the longest `href` that is the path or stands above it. */
export function currentItem(groups: readonly NavGroup[], pathname: string): NavItem | null {
  let best: NavItem | null = null
  for (const item of groups.flatMap((group) => group.items)) {
    const within = pathname === item.href || (item.href !== '/' && pathname.startsWith(`${item.href}/`))
    if (within && (best === null || item.href.length > best.href.length)) best = item
  }
  return best
}
