import { rows } from '@/lib/db/pool'

/** How long such requests took, from submission to decision: the median in hours, and of how many. */
export type ExpectedTime = { hours: number; of: number; on: 'server' | 'everywhere'; sentence: string } | null

/** Decisions this far back say how fast people answer now. */
const DAYS = 180

/**
 * The median of what was decided on this server, else anywhere; null where nothing has been decided yet. What broke the glass is
 * looked at afterwards, under no pressure of time, and does not count.
 */
export async function expectedTime(serverId: string, now: Date): Promise<ExpectedTime> {
  const [found] = await rows<{ here: number | null; hereOf: number; all: number | null; allOf: number }>(
    `SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY took) FILTER (WHERE server_id = $1) AS here, (count(*) FILTER (WHERE server_id = $1))::int AS "hereOf",
       percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS all, count(*)::int AS "allOf"
     FROM (SELECT server_id, extract(epoch FROM closed_at - submitted_at)::float8 / 3600 AS took FROM grant_request
           WHERE state IN ('approved', 'denied') AND kind <> 'break_glass' AND submitted_at IS NOT NULL AND closed_at > $2) AS decided`,
    [serverId, new Date(now.getTime() - DAYS * 86_400_000)],
  )
  if (found === undefined || found.all === null) return null
  const here = found.here !== null
  const hours = found.here ?? found.all
  const of = here ? found.hereOf : found.allOf
  return { hours, of, on: here ? 'server' : 'everywhere', sentence: `${durationWords(hours)}: the median of ${of === 1 ? 'the one request' : `${of} requests`} decided ${here ? 'on this server' : 'on any server'} in the last ${DAYS} days.` }
}

function durationWords(hours: number): string {
  if (hours < 1) return `About ${Math.max(1, Math.round(hours * 60))} minutes`
  if (hours < 36) return `About ${Math.round(hours) === 1 ? 'an hour' : `${Math.round(hours)} hours`}`
  return `About ${Math.round(hours / 24)} days`
}
