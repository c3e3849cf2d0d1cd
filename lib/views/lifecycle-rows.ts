import { z } from 'zod'
import { decodeCursor, encodeCursor, type Page } from '@/lib/boundary/page'
import { type Duty, DUTY_KINDS, DUTY_WORDS, type DutyKind } from '@/lib/lifecycle/next-duty'
import type { Action, HolderKind } from '@/lib/lifecycle/model'
import { LIFECYCLES } from '@/lib/registry/model'
import { type FacetCount, facetRows, type FacetSpec } from './faceting'

export type BoardPerson = { id: string; name: string; email: string; active: boolean }

/** What comes next for it. Times RFC 3339. */
export type BoardDuty = { kind: DutyKind; word: string; text: string; dueAt: string | null; overdue: boolean; ownerName: string | null; action: { what: Action; at: string; done: boolean } | null }

/** A server or an agent of the board. */
export type BoardRow = {
  kind: HolderKind; id: string; name: string; title: string; path: string; state: string; stateSince: string; environment: string | null; sensitivity: string | null; team: string | null
  owner: BoardPerson; backup: BoardPerson | null; orphaned: boolean; next: BoardDuty | null; duties: number; overdue: number
  /** The reader is asked to say that it is still theirs. */
  toAttest: boolean
}

export const BOARD_STATES = [...LIFECYCLES.filter((state) => state !== 'retired' && state !== 'rejected'), 'inactive'] as const
export const DUE = ['overdue', 'week', 'later', 'none'] as const
const DUE_WORDS: Record<string, string> = { overdue: 'overdue', week: 'within 7 days', later: 'later, or no date', none: 'nothing to do' }
const WEEK = 7 * 86_400_000

function dueOf(row: BoardRow, now: number): string {
  if (row.next === null) return 'none'
  if (row.overdue > 0) return 'overdue'
  return row.next.dueAt !== null && Date.parse(row.next.dueAt) <= now + WEEK ? 'week' : 'later'
}

function facetsAt(now: number): FacetSpec<BoardRow>[] {
  return [
    { key: 'due', label: 'Due', values: (row) => [dueOf(row, now)], fixed: DUE, show: (value) => DUE_WORDS[value] ?? value },
    { key: 'duty', label: 'Next', values: (row) => (row.next === null ? [] : [row.next.kind]), fixed: DUTY_KINDS, show: (value) => DUTY_WORDS[value as DutyKind] ?? value },
    { key: 'state', label: 'State', values: (row) => [row.state], fixed: BOARD_STATES },
    { key: 'kind', label: 'What', values: (row) => [row.kind], fixed: ['server', 'agent'] },
    { key: 'owner', label: 'Owner or sponsor', values: (row) => [row.owner.email] },
    { key: 'team', label: 'Team', values: (row) => (row.team === null ? [] : [row.team]) },
  ]
}

/** Overdue first, the longest of them before; then the soonest; what waits without a date before what nobody waits for. */
function keyOf(row: BoardRow): Key {
  const at = row.next === null ? '~' : row.next.dueAt ?? ''
  return [row.next === null ? 2 : row.next.overdue ? 0 : 1, at, row.name, row.id]
}
const keySchema = z.tuple([z.number(), z.string(), z.string(), z.string()])
type Key = z.output<typeof keySchema>

function compare(a: Key, b: Key): number {
  for (const place of [0, 1, 2, 3] as const) {
    const [x, y] = [a[place], b[place]]
    if (x !== y) return x < y ? -1 : 1
  }
  return 0
}

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

/** The rows that fit the address, one page of them, and how many there would be for each value of each filter. */
export function boardPage(rows: readonly BoardRow[], query: Query, page: { limit: number; cursor?: string | undefined }, now: number): Page<BoardRow> & { total: number; facets: FacetCount[] } {
  const { shown, facets } = facetRows(rows, facetsAt(now), query, (row) => [row.name, row.title, row.owner.name, row.owner.email, row.backup?.name ?? null, row.team])
  const after = decodeCursor(page.cursor, keySchema)
  const sorted = shown.map((row) => ({ row, key: keyOf(row) })).toSorted((a, b) => compare(a.key, b.key))
  const rest = after === null ? sorted : sorted.filter(({ key }) => compare(key, after) > 0)
  const last = rest.length > page.limit ? rest[page.limit - 1] : undefined
  return { items: rest.slice(0, page.limit).map(({ row }) => row), nextCursor: last === undefined ? null : encodeCursor(last.key), total: shown.length, facets }
}

/** How a duty is shown. */
export function boardDuty(duty: Duty, overdue: boolean, nameOf: (id: string) => string): BoardDuty {
  const at = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())
  return {
    kind: duty.kind, word: DUTY_WORDS[duty.kind], text: duty.text, dueAt: at(duty.dueAt), overdue, ownerName: duty.ownerId === null ? null : nameOf(duty.ownerId),
    action: duty.action === null ? null : { what: duty.action.what, at: new Date(duty.action.at).toISOString(), done: duty.action.done },
  }
}
