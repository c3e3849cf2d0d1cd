import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import type { GrantListRow } from './grants'

/** The facets of the list, as they stand in its address. */
export const GRANT_FACETS = ['state', 'access', 'server', 'agent', 'origin'] as const
export type GrantFacetKey = (typeof GRANT_FACETS)[number]

/** Parameters that links bring along; each narrows to one value. `reaches` = grants whose target, exact or glob, reaches this tool; `endsBefore` = an instant or day. */
export const GRANT_PARAMS = ['human', 'client', 'target', 'reaches', 'endsBefore'] as const

export type GrantListFilter = { facets: Record<GrantFacetKey, readonly string[]>; params: Partial<Record<(typeof GRANT_PARAMS)[number], string>>; q: string; sort: string; offset: number }

export const GRANT_PAGE = 200
export const GRANT_SORT = '-lastUsed'

export type GrantFacet = { key: GrantFacetKey; label: string; options: { value: string; label: string; count: number }[] }

type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>

/** Reads the address. What it does not know it passes over, so that an old link still leads somewhere. */
export function readGrantFilter(query: Parameters): GrantListFilter {
  const one = (key: string): string => {
    const value = query[key]
    return (typeof value === 'string' ? value : value?.[0]) ?? ''
  }
  const list = (key: string): string[] => one(key).split(',').filter((part) => part !== '').map((part) => part.replaceAll('%2C', ','))
  const params = Object.fromEntries(GRANT_PARAMS.flatMap((key) => (one(key) === '' ? [] : [[key, one(key)]])))
  const facets = { state: list('state'), access: list('access'), server: list('server'), agent: list('agent'), origin: list('origin') }
  return { facets, params, q: one('q').trim().toLowerCase(), sort: one('sort') || GRANT_SORT, offset: Math.max(0, Number.parseInt(one('cursor'), 10) || 0) }
}

/** Every name under which a facet may call a row; the first one is shown. */
const VALUES: Record<GrantFacetKey, (row: GrantListRow) => readonly string[]> = {
  state: (row) => [row.state],
  access: (row) => [row.access],
  server: (row) => [row.server],
  agent: (row) => [row.agent, row.agentKnown, row.agentId ?? ''],
  origin: (row) => [row.origin],
}

const LABELS: Record<GrantFacetKey, string> = { state: 'State', access: 'Ceiling', server: 'Server', agent: 'Agent', origin: 'Origin' }

/** Values that keep their place with a count of zero. */
const FIXED: Partial<Record<GrantFacetKey, readonly string[]>> = {
  state: ['active', 'suspended', 'scheduled', 'expired', 'revoked'],
  access: ['read', 'write', 'admin'],
}

function fitsFacet(row: GrantListRow, key: GrantFacetKey, chosen: readonly string[]): boolean {
  return chosen.length === 0 || VALUES[key](row).some((value) => chosen.includes(value))
}

function fitsRest(row: GrantListRow, { params, q }: GrantListFilter): boolean {
  if (params.human !== undefined && row.human !== params.human && row.humanId !== params.human) return false
  if (params.client !== undefined && row.client !== params.client && row.clientId !== params.client) return false
  if (params.target !== undefined && row.target !== params.target) return false
  if (params.reaches !== undefined && (row.kind !== 'tool' || !matchesPattern(compilePattern(row.target), params.reaches))) return false
  if (params.endsBefore !== undefined && !(row.validUntil !== null && Date.parse(row.validUntil) < Date.parse(params.endsBefore))) return false
  return q === '' || [row.target, row.server, row.agent, row.agentKnown, row.client, row.human, row.id, ...row.scope].some((text) => text.toLowerCase().includes(q))
}

/** The rows of the filter, and per facet how many there would be for each value, the other facets as they are. */
export function filterGrants(rows: readonly GrantListRow[], filter: GrantListFilter): { shown: GrantListRow[]; total: number; facets: GrantFacet[] } {
  const rest = rows.filter((row) => fitsRest(row, filter))
  const except = (skipped: GrantFacetKey | null): GrantListRow[] => rest.filter((row) => GRANT_FACETS.every((key) => key === skipped || fitsFacet(row, key, filter.facets[key])))
  const found = sorted(except(null), filter.sort)
  const facets = GRANT_FACETS.map((key) => ({ key, label: LABELS[key], options: optionsOf(key, rest, except(key)) }))
  return { shown: found.slice(filter.offset, filter.offset + GRANT_PAGE), total: found.length, facets }
}

function optionsOf(key: GrantFacetKey, all: readonly GrantListRow[], counted: readonly GrantListRow[]): GrantFacet['options'] {
  const counts = new Map<string, number>((FIXED[key] ?? []).map((value) => [value, 0]))
  for (const row of all) counts.set(VALUES[key](row)[0] ?? '', 0)
  for (const row of counted) {
    const value = VALUES[key](row)[0] ?? ''
    counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  const options = [...counts].map(([value, count]) => ({ value, label: value, count }))
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
