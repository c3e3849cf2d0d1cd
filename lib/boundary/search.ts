/** What Next gives a page as its query. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>

/** One value of a parameter; the first when it is repeated, null when it is absent or empty. */
export function oneOf(value: string | string[] | undefined): string | null {
  const first = Array.isArray(value) ? value[0] : value
  return first === undefined || first === '' ? null : first
}

/** A list parameter as the screens write it: values separated by commas. */
export function listOf(value: string | string[] | undefined): string[] {
  return (oneOf(value) ?? '').split(',').map((part) => part.trim()).filter((part) => part !== '')
}
