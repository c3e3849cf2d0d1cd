import type { SortingState } from '@tanstack/react-table'

export type SortValue = string | number | boolean | null | undefined

/** What the address says (`-lastSeen` = descending) as the table's state; a column that is not sortable is ignored. */
export function sortingOf(text: string | null, known: ReadonlySet<string>): SortingState {
  if (text === null || text === '') return []
  const desc = text.startsWith('-')
  const id = desc ? text.slice(1) : text
  return known.has(id) ? [{ id, desc }] : []
}

export function sortText(sorting: SortingState): string | null {
  const first = sorting[0]
  return first === undefined ? null : `${first.desc ? '-' : ''}${first.id}`
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Numbers by size, texts as people order them; what is missing comes first. */
export function compareValues(a: unknown, b: unknown): number {
  const missing = (value: unknown) => value === null || value === undefined
  if (missing(a) || missing(b)) return missing(a) === missing(b) ? 0 : missing(a) ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return collator.compare(String(a), String(b))
}
