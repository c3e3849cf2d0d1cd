export type ThemeChoice = 'system' | 'light' | 'dark'

/** The cookie's word, or the system's choice for anything else. */
export function themeOf(value: string | undefined): ThemeChoice {
  return value === 'light' || value === 'dark' ? value : 'system'
}
