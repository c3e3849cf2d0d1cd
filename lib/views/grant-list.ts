import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import type { GrantListRow } from './grants'

/** The facets of the list, as they stand in its address. */
export const GRANT_FACETS = ['state', 'ends', 'access', 'use', 'origin', 'server', 'agent'] as const
export type GrantFacetKey = (typeof GRANT_FACETS)[number]

/** Parameters that links bring along; each narrows to one value. `reaches` = grants whose target, exact or glob, reaches this tool; `endsBefore` = an instant or day; `unconfirmed` = imported, standing, and never taken through the approval steps. */
export const GRANT_PARAMS = ['human', 'client', 'target', 'reaches', 'endsBefore', 'unconfirmed'] as const

/** What ends within so many days is soon. */
export const SOON_DAYS = 14
const DAY = 86_400_000

export type GrantListFilter = { facets: Record<GrantFacetKey, readonly string[]>; params: Partial<Record<(typeof GRANT_PARAMS)[number], string>>; q: string; sort: string; offset: number; now: number }

export const GRANT_PAGE = 100
export const GRANT_SORT = '-lastUsed'

export type GrantFacet = { key: GrantFacetKey; label: string; options: { value: string; label: string; count: number }[] }

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads the address. What it does not know it passes over, so that an old link still leads somewhere. */
export function readGrantFilter(query: Parameters, now: Date): GrantListFilter {
  const one = (key: string): string => {
    const value = query[key]
    return (typeof value === 'string' ? value : value?.[0]) ?? ''
  }
  const list = (key: string): string[] => one(key).split(',').filter((part) => part !== '').map((part) => part.replaceAll('%2C', ','))
  const params = Object.fromEntries(GRANT_PARAMS.flatMap((key) => (one(key) === '' ? [] : [[key, one(key)]])))
  const facets = { state: list('state'), ends: list('ends'), access: list('access'), use: list('use'), origin: list('origin'), server: list('server'), agent: list('agent') }
  return { facets, params, q: one('q').trim().toLowerCase(), sort: one('sort') || GRANT_SORT, offset: Math.max(0, Number.parseInt(one('cursor'), 10) || 0), now: now.getTime() }
}

/** Every name under which a facet may call a row; the first one is shown. */
const VALUES: Record<GrantFacetKey, (row: GrantListRow, now: number) => readonly string[]> = {
  state: (row) => [row.state],
  ends: (row, now) => [endsOf(row, now)],
  use: (row) => [row.calls === null ? 'unknown' : row.calls > 0 ? 'used' : 'unused'],
  access: (row) => [row.access],
  server: (row) => [row.server],
  agent: (row) => [row.agent, row.agentKnown, row.agentId ?? ''],
  origin: (row) => [row.origin],
}

/** When a grant that stands ends: soon, later, or without an end; one that is over is over. */
export function endsOf({ state, validUntil }: GrantListRow, now: number): 'soon' | 'later' | 'never' | 'over' {
  if (state === 'expired' || state === 'revoked') return 'over'
  if (validUntil === null) return 'never'
  return Date.parse(validUntil) - now < SOON_DAYS * DAY ? 'soon' : 'later'
}

const LABELS: Record<GrantFacetKey, string> = { state: 'State', ends: 'Ends', access: 'Ceiling', use: 'In 90 days', server: 'Server', agent: 'Agent', origin: 'Origin' }

/** What is not its own word. */
const SHOWN: Partial<Record<GrantFacetKey, Readonly<Record<string, string>>>> = {
  ends: { soon: `within ${SOON_DAYS} days`, never: 'without an end' },
  use: { unused: 'no call seen', unknown: 'not known to you' },
  origin: { import: 'imported', request: 'requested here', break_glass: 'break glass' },
}

/** Values that keep their place with a count of zero. */
const FIXED: Partial<Record<GrantFacetKey, readonly string[]>> = {
  state: ['active', 'suspended', 'scheduled', 'expired', 'revoked'],
  ends: ['soon', 'later', 'never', 'over'],
  access: ['read', 'write', 'admin'],
  use: ['used', 'unused'],
}

function fitsFacet(row: GrantListRow, key: GrantFacetKey, chosen: readonly string[], now: number): boolean {
  return chosen.length === 0 || VALUES[key](row, now).some((value) => chosen.includes(value))
}

function fitsRest(row: GrantListRow, { params, q }: GrantListFilter): boolean {
  if (params.human !== undefined && row.human !== params.human && row.humanId !== params.human) return false
  if (params.client !== undefined && row.client !== params.client && row.clientId !== params.client) return false
  if (params.target !== undefined && row.target !== params.target) return false
  if (params.reaches !== undefined && (row.kind !== 'tool' || !matchesPattern(compilePattern(row.target), params.reaches))) return false
  if (params.endsBefore !== undefined && !(row.validUntil !== null && Date.parse(row.validUntil) < Date.parse(params.endsBefore))) return false
  if (params.unconfirmed !== undefined && !isUnconfirmed(row)) return false
  return q === '' || [row.target, row.purpose, row.server, row.agent, row.agentKnown, row.client, row.human, row.id, ...row.scope].some((text) => text.toLowerCase().includes(q))
}

/** Imported, still to be confirmed, and not over. */
export function isUnconfirmed(row: GrantListRow): boolean {
  return !row.confirmed && row.state !== 'expired' && row.state !== 'revoked'
}

/** The rows of the filter, and per facet how many there would be for each value, the other facets as they are. */
export function filterGrants(rows: readonly GrantListRow[], filter: GrantListFilter): { shown: GrantListRow[]; total: number; facets: GrantFacet[] } {
  const rest = rows.filter((row) => fitsRest(row, filter))
  const except = (skipped: GrantFacetKey | null): GrantListRow[] => rest.filter((row) => GRANT_FACETS.every((key) => key === skipped || fitsFacet(row, key, filter.facets[key], filter.now)))
  const found = sorted(except(null), filter.sort)
  const facets = GRANT_FACETS.map((key) => ({ key, label: LABELS[key], options: optionsOf(key, rest, except(key), filter.now) }))
  return { shown: found.slice(filter.offset, filter.offset + GRANT_PAGE), total: found.length, facets }
}

function optionsOf(key: GrantFacetKey, all: readonly GrantListRow[], counted: readonly GrantListRow[], now: number): GrantFacet['options'] {
  const counts = new Map<string, number>((FIXED[key] ?? []).map((value) => [value, 0]))
  for (const row of all) counts.set(VALUES[key](row, now)[0] ?? '', 0)
  for (const row of counted) {
    const value = VALUES[key](row, now)[0] ?? ''
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const options = [...counts].map(([value, count]) => ({ value, label: SHOWN[key]?.[value] ?? value, count }))
  return FIXED[key] === undefined ? options.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1)) : options
}

const ACCESS_ORDER = ['read', 'write', 'admin']

const SORT_VALUES: Record<string, (row: GrantListRow) => string | number | null> = {
  target: (row) => `${row.target} ${row.server}`,
  caller: (row) => `${row.agent} ${row.human} ${row.client}`,
  access: (row) => ACCESS_ORDER.indexOf(row.access),
  window: (row) => row.validUntil ?? '9999',
  calls: (row) => row.calls,
  lastUsed: (row) => row.lastUsed,
  callers: (row) => (row.agents === null || row.humans === null ? null : row.agents + row.humans),
  state: (row) => row.state,
}

/** `-lastUsed` = by last use, newest first. What is not known comes last either way; equal rows stay newest first. */
function sorted(rows: GrantListRow[], sort: string): GrantListRow[] {
  const down = sort.startsWith('-')
  const value = SORT_VALUES[down ? sort.slice(1) : sort]
  if (value === undefined) return rows
  return rows.sort((a, b) => {
    const [left, right] = [value(a), value(b)]
    if (left === right) return 0
    if (left === null || right === null) return left === null ? 1 : -1
    return (left < right ? -1 : 1) * (down ? -1 : 1)
  })
}
