import type { Actor } from '@/lib/auth/actor'
import type { ActivityFilter, UsageField } from '@/lib/activity/filter'
import type { TimeRange } from './histogram'
import { sumUsage } from './usage'

export const FACET_FIELDS = ['verdict', 'outcome', 'kind', 'access', 'agent', 'server'] as const
export type FacetField = (typeof FACET_FIELDS)[number]

export type FacetCount = { value: string; count: number }

const MOST = 40

/**
 * How many calls each value would leave, by the daily roll-up. A facet's own choice is left out of its counts, so that the
 * alternatives keep theirs. Filters that the roll-up does not know are ignored here.
 */
export async function eventFacets(actor: Actor, filter: ActivityFilter, range: TimeRange): Promise<Record<FacetField, FacetCount[]>> {
  const { trace: _t, session: _s, task: _k, source: _o, q: _q, ...known } = filter
  const counted = await Promise.all(FACET_FIELDS.map(async (field) => {
    const fields: UsageField[] = [field]
    const rows = await sumUsage(actor, { ...known, ...range, [field]: undefined }, fields, MOST)
    return [field, rows.flatMap((row) => (row[field] === null ? [] : [{ value: String(row[field]), count: Number(row['count']) }]))] as const
  }))
  return Object.fromEntries(counted) as Record<FacetField, FacetCount[]>
}
