import { EXPANSIONS, type Expansion } from '@/lib/grants/access-callers'
import type { AccessLine } from './access-lines'
import { chosenIn, type FacetCount, facetRows, type FacetSpec } from './faceting'

/** The parameters that ask: whom, and about what. */
export const ACCESS_PARAMS = ['agent', 'client', 'human', 'server', 'tool'] as const
export type AccessParam = (typeof ACCESS_PARAMS)[number]

/** What is asked, in the words of the address. */
export type AccessAsked = { names: Partial<Record<AccessParam, string>>; at: Date; expand: readonly Expansion[] }

type Query = Readonly<Record<string, string | readonly string[] | undefined>>

function one(query: Query, key: string): string {
  const value = query[key]
  return ((typeof value === 'string' ? value : value?.[0]) ?? '').trim()
}

/** Reads the address; `at` that is no time, or none, is now. A day means its beginning, in UTC. */
export function readAccessQuery(query: Query, now: Date): AccessAsked {
  const given = Date.parse(one(query, 'at'))
  const names = Object.fromEntries(ACCESS_PARAMS.flatMap((key) => (one(query, key) === '' ? [] : [[key, one(query, key)]])))
  const wanted = chosenIn(query, 'expand')
  return { names, at: Number.isNaN(given) ? now : new Date(given), expand: EXPANSIONS.filter((key) => wanted.includes(key)) }
}

/** True when somebody or something is asked about at all. */
export function asksAnything(asked: AccessAsked): boolean {
  return Object.keys(asked.names).length > 0
}

/** Every way in which the lines of an answer are narrowed, by screen, export and endpoint alike. */
export const ACCESS_FACETS: readonly FacetSpec<AccessLine>[] = [
  { key: 'access', label: 'At most', values: (line) => [line.access], fixed: ['read', 'write', 'admin'] },
  { key: 'marks', label: 'Tool', values: marksOf, fixed: ['destructive', 'unclassified', 'other'], show: (value) => ({ destructive: 'destructive or admin', other: 'neither' })[value] ?? value },
  { key: 'use', label: 'In 90 days', values: (line) => [useOf(line)], fixed: ['used', 'unused'], show: (value) => ({ used: 'used', unused: 'not seen used', unknown: 'not known to you' })[value] ?? value },
  { key: 'state', label: 'Now', values: (line) => [line.rest === null ? 'effective' : 'resting'], fixed: ['effective', 'resting'], show: (value) => (value === 'resting' ? 'stands, gives nothing' : value) },
  { key: 'on', label: 'Server', values: (line) => [line.server] },
]

function marksOf(line: AccessLine): string[] {
  const marks = [...(line.destructive ? ['destructive'] : []), ...(line.unclassified ? ['unclassified'] : [])]
  return marks.length === 0 ? ['other'] : marks
}

function useOf({ use }: AccessLine): 'used' | 'unused' | 'unknown' {
  return use === null ? 'unknown' : use.calls > 0 ? 'used' : 'unused'
}

export const ACCESS_SORT = 'target'
export const ACCESS_PAGE = 200

/** The lines that fit the address, in its order, and the facets with their counts. */
export function filterAccess(lines: readonly AccessLine[], query: Query): { found: AccessLine[]; facets: FacetCount[] } {
  const { shown, facets } = facetRows(lines, ACCESS_FACETS, query, (line) => [line.target, line.server, line.agent?.name ?? null, line.agent?.known ?? null, line.client?.name ?? null, line.human, ...line.scope, ...line.grants.map((grant) => grant.purpose)])
  return { found: sorted(shown, one(query, 'sort') || ACCESS_SORT), facets }
}

const RANK = { read: 0, write: 1, admin: 2 } as const

const VALUE: Record<string, (line: AccessLine) => string | number | null> = {
  target: (line) => `${line.server} ${line.target}`,
  caller: (line) => `${line.agent?.name ?? ''} ${line.human} ${line.client?.name ?? ''}`,
  access: (line) => RANK[line.access],
  until: (line) => line.until ?? '9999',
  calls: (line) => line.use?.calls ?? null,
  lastUsed: (line) => line.use?.lastAt ?? null,
}

/** What gives nothing comes last, and so does what is not known; equal lines by what they are about. */
function sorted(lines: AccessLine[], sort: string): AccessLine[] {
  const down = sort.startsWith('-')
  const value = VALUE[down ? sort.slice(1) : sort] ?? VALUE['target']
  return lines.sort((a, b) => {
    const rests = Number(a.rest !== null) - Number(b.rest !== null)
    const [left, right] = [value?.(a) ?? null, value?.(b) ?? null]
    if (rests !== 0) return rests
    if (left !== right) return left === null ? 1 : right === null ? -1 : (left < right ? -1 : 1) * (down ? -1 : 1)
    return a.id < b.id ? -1 : 1
  })
}
