'use client'

import { usePathname } from 'next/navigation'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CommandPalette } from './command-palette'
import { CrumbProvider, Crumbs } from './crumbs'
import type { NavGroup, PaletteItem, PaletteSearch } from './model'
import { Navigation } from './navigation'
import { ThemeMenu, type ThemeChoice } from './theme-menu'
import { UserMenu, type UserMenuProps } from './user-menu'
import { ZoneSwitch } from './zone-switch'

const NAV_ID = 'main-navigation'

export type ShellProps = {
  groups: readonly NavGroup[]
  organisation?: string
  user: UserMenuProps['user']
  theme: ThemeChoice
  /** Single-key shortcuts on, as the person last chose. */
  keys: boolean
  /** What the palette offers besides the navigation. */
  commands?: readonly PaletteItem[]
  search?: PaletteSearch
  signOut: () => Promise<void>
  signOutEverywhere: () => Promise<void>
  /** A line over everything: demo data, a missing second reviewer. */
  banner?: ReactNode
  children: ReactNode
}

/** The frame of every screen behind sign-in. Draws; decides nothing. */
export function Shell({ groups, organisation, user, theme, keys, commands = [], search, signOut, signOutEverywhere, banner, children }: ShellProps) {
  const [open, setOpen] = useState(false)
  const [singleKeys, setSingleKeys] = useState(keys)
  const path = usePathname()
  const menu = useRef<HTMLButtonElement>(null)
  useEffect(() => setOpen(false), [path])
  const shut = () => {
    setOpen(false)
    // Once it is visible again; what had the focus is gone with the menu.
    requestAnimationFrame(() => menu.current?.focus())
  }
  return (
    <CrumbProvider>
      <a className="btn skip" href="#content">Skip to the content</a>
      <div className="shell" onKeyDown={(event) => event.key === 'Escape' && open && shut()}>
        <Navigation id={NAV_ID} groups={groups} organisation={organisation} open={open} onClose={shut} />
        <div className="main">
          {banner}
          <header className="top">
            <Button ref={menu} className="only-s" aria-expanded={open} aria-controls={NAV_ID} onClick={() => setOpen(!open)}>Menu</Button>
            <Crumbs groups={groups} />
            <CommandPalette groups={groups} commands={commands} search={search} singleKeys={singleKeys} />
            <ZoneSwitch />
            <ThemeMenu initial={theme} />
            <UserMenu user={user} singleKeys={singleKeys} onSingleKeys={setSingleKeys} signOut={signOut} signOutEverywhere={signOutEverywhere} />
          </header>
          <main className="page" id="content" tabIndex={-1}>{children}</main>
        </div>
      </div>
    </CrumbProvider>
  )
}
