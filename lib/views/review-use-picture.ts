import { DAY_MS } from '@/lib/drift/window'
import { useAfterTheEnd } from '@/lib/reviews/confirmation'
import { loadWatches } from '@/lib/reviews/queries/confirm-facts'
import { dayBefore, daysOfGrant } from './grant-usage'

/** Calls of one UTC day under a grant, or after its end in spite of it. `gap`: no source can vouch for what the day does not show. */
export type UseDay = { day: string; before: number; after: number; blocked: number; gap: boolean }

/** Days before the end, and days at most in all. */
const BEFORE = 14
const MOST = 60

/** For each of these items of a campaign that is still used: its days from two weeks before the end up to now. */
export async function picturesOfUse(campaignId: string, itemIds: readonly string[], now: Date): Promise<Map<string, UseDay[]>> {
  if (itemIds.length === 0) return new Map()
  const watches = (await loadWatches(now, { campaignId, since: BEFORE })).filter((item) => itemIds.includes(item.id))
  return new Map(await Promise.all(watches.map(async ({ id, watch }): Promise<[string, UseDay[]]> => {
    const first = Math.max(watch.endedAt - BEFORE * DAY_MS, now.getTime() - (MOST - 1) * DAY_MS)
    const from = dayBefore(new Date(first), 0)
    const before = new Map<string, number>()
    for (const grant of watch.ended) for (const { day, calls } of await daysOfGrant(grant.id, from)) before.set(day, (before.get(day) ?? 0) + calls)
    const after = Map.groupBy(useAfterTheEnd(watch), (row) => row.day)
    const sum = (day: string, denied: boolean): number => (after.get(day) ?? []).filter((row) => (row.outcome === 'denied') === denied).reduce((all, row) => all + row.count, 0)
    const days = Array.from({ length: Math.floor((startOfDay(now.getTime()) - startOfDay(first)) / DAY_MS) + 1 }, (_, place) => startOfDay(first) + place * DAY_MS)
    return [id, days.map((start) => {
      const day = dayBefore(new Date(start), 0)
      return { day, before: before.get(day) ?? 0, after: sum(day, false), blocked: sum(day, true), gap: !watch.silence({ from: start, to: Math.min(start + DAY_MS, now.getTime()) }).evaluable }
    })]
  })))
}

function startOfDay(at: number): number {
  return at - (at % DAY_MS)
}
