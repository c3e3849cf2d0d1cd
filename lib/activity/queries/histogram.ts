import type { Actor } from '@/lib/auth/actor'
import { hasCode } from '@/lib/errors'
import type { ActivityFilter, UsageField } from '@/lib/activity/filter'
import { conditionsOf } from './event-conditions'
import { countPatiently } from './events'
import { sumUsage } from './usage'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** What happened in [at, at + step): granted, not granted and executed, not granted and blocked. */
export type Bucket = { at: string; granted: number; executed: number; blocked: number }

export type EventHistogram = { stepMs: number; buckets: Bucket[] }

export type TimeRange = { from: number; to: number }

/** Up to two days are counted in events, in steps that give at most 96 bars; longer ranges in the daily roll-up. */
export function stepFor({ from, to }: TimeRange): number {
  const span = to - from
  if (span > 2 * DAY) return DAY
  return [HOUR / 12, HOUR / 4, HOUR / 2].find((step) => span / step <= 96) ?? HOUR
}

/** Filters that the daily roll-up does not know. */
export function needsEvents(filter: ActivityFilter): boolean {
  return [filter.trace, filter.session, filter.task, filter.source, filter.q].some((value) => value !== undefined)
}

/** Bars over a range, gaps filled with zero; null where counting would take too long. */
export async function eventHistogram(actor: Actor, filter: ActivityFilter, range: TimeRange): Promise<EventHistogram | null> {
  const stepMs = stepFor(range)
  try {
    const counted = stepMs === DAY && !needsEvents(filter) ? await byDay(actor, filter, range) : await byStep(actor, filter, range, stepMs)
    const first = Math.floor(range.from / stepMs) * stepMs
    const buckets: Bucket[] = []
    for (let at = first; at < range.to; at += stepMs) buckets.push(counted.get(at) ?? { at: new Date(at).toISOString(), granted: 0, executed: 0, blocked: 0 })
    return { stepMs, buckets }
  } catch (error) {
    if (hasCode(error, 'unavailable')) return null
    throw error
  }
}

type Counted = Map<number, Bucket>

function add(counted: Counted, at: number, verdict: unknown, outcome: unknown, count: number): void {
  const bucket = counted.get(at) ?? { at: new Date(at).toISOString(), granted: 0, executed: 0, blocked: 0 }
  if (verdict === 'granted') bucket.granted += count
  else if (outcome === 'denied') bucket.blocked += count
  else bucket.executed += count
  counted.set(at, bucket)
}

async function byDay(actor: Actor, filter: ActivityFilter, range: TimeRange): Promise<Counted> {
  const { trace: _t, session: _s, task: _k, source: _o, q: _q, ...known } = filter
  const fields: UsageField[] = ['day', 'verdict', 'outcome']
  const rows = await sumUsage(actor, { ...known, ...range }, fields, 20_000)
  const counted: Counted = new Map()
  for (const row of rows) add(counted, Date.parse(`${String(row['day'])}T00:00:00Z`), row['verdict'], row['outcome'], Number(row['count']))
  return counted
}

async function byStep(actor: Actor, filter: ActivityFilter, range: TimeRange, stepMs: number): Promise<Counted> {
  const { common, branches, values } = await conditionsOf(actor, { ...filter, ...range })
  const step = `$${values.push(`${stepMs} milliseconds`)}::interval`
  const parts = branches.map((branch) => `SELECT date_bin(${step}, occurred_at, '1970-01-01Z') AS at, verdict, outcome FROM activity_event WHERE verdict IS NOT NULL AND ${[...common, branch].join(' AND ')}`)
  const counted: Counted = new Map()
  if (parts.length === 0) return counted
  const rows = await countPatiently<{ at: Date; verdict: string; outcome: string; count: number }>(`SELECT at, verdict, outcome, count(*) AS count FROM (${parts.join(' UNION ALL ')}) AS found GROUP BY 1, 2, 3`, values)
  for (const row of rows) add(counted, row.at.getTime(), row.verdict, row.outcome, row.count)
  return counted
}
