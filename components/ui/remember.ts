const A_YEAR_S = 31_536_000

/** Keeps a choice of appearance in a cookie, so that the server draws the next page with it and nothing flashes. */
export function rememberChoice(name: 'theme' | 'tz' | 'keys', value: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : ''
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax${secure}`
}

/** False when the person switched single-key shortcuts off (WCAG 2.1.4). */
export function singleKeysOn(): boolean {
  return !/(?:^|; )keys=off(?:;|$)/.test(document.cookie)
}
