import { apart } from '@/lib/apart'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { releasedNames } from '@/lib/offboarding/queries/calls'
import { ACTS, NAMED_IN } from '@/lib/offboarding/queries/watch-columns'
import { subjectOf } from '@/lib/offboarding/queries/watch-facts'
import { BUCKET_MS, marksOf, pictureFrom, timesOf } from '@/lib/offboarding/stage-calls'
import { lockCase, type CaseRecord } from './load'

/**
 * Counts the calls of the pictures of all cases under way, and of those closed in the last two days, six hours at a time and by the stages
 * within them. Only UTC days of which the roll-up says something else than what is stored are counted again, from their events. Returns
 * of how many cases. One case's error stops no other.
 */
export async function countCalls(newCtx: () => Ctx): Promise<number> {
  const { attempt, end } = apart()
  const lately = new Date(newCtx().now.getTime() - 2 * DAY)
  const cases = await db().offboardingCase.findMany({ where: { OR: [{ stage: { in: [...UNDER_WAY] } }, { stage: 'closed', closedAt: { gt: lately } }] }, orderBy: { id: 'asc' } })
  for (const row of cases) await attempt(() => countCallsOf(newCtx(), row))
  return end((failed) => `The calls of ${failed} offboardings could not be counted.`)
}

const DAY = 86_400_000

/** The same of one case; returns whether anything had to be counted. */
export async function countCallsOf(ctx: Ctx, row: CaseRecord): Promise<boolean> {
  const of = await subjectIn(row)
  const days = await daysToCount(row, of)
  if (days.length === 0) {
    if (row.callsCountedAt === null || ctx.now.getTime() - row.callsCountedAt.getTime() >= BUCKET_MS / 6) await noteCounted(db(), ctx, row.id)
    return false
  }
  const marks = marksOf(timesOf(row)).map((mark) => mark.at)
  for (const day of days) {
    const found = await rows<{ at: Date; executed: number; refused: number }>(
      `SELECT greatest(date_bin('6 hours', e.occurred_at, '2000-01-01Z'), (SELECT max(m) FROM unnest($4::timestamptz[]) m WHERE m <= e.occurred_at)) AS at,
         (count(*) FILTER (WHERE e.outcome <> 'denied'))::int AS executed, (count(*) FILTER (WHERE e.outcome = 'denied'))::int AS refused
       FROM activity_event e WHERE ${of.events} AND e.occurred_at >= ($3::date)::timestamp AT TIME ZONE 'UTC' AND e.occurred_at < ($3::date + 1)::timestamp AT TIME ZONE 'UTC' AND counted AND ${ACTS} GROUP BY 1`, [row.subjectId, of.names, day, marks])
    const known = new Set(found.map((piece) => piece.at.getTime()))
    const begun = marks.map((at) => new Date(at)).filter((at) => at.toISOString().startsWith(day) && !known.has(at.getTime())).map((at) => ({ at, executed: 0, refused: 0 }))
    const pieces = [...found, ...new Map(begun.map((piece) => [piece.at.getTime(), piece])).values()]
    await transaction(async (tx) => {
      // One that was cancelled meanwhile is over, and keeps the picture it had.
      if (((await lockCase(tx, ctx, row.id))?.row.stage ?? 'cancelled') === 'cancelled') return
      const start = new Date(`${day}T00:00:00.000Z`)
      await tx.offboardingCalls.deleteMany({ where: { caseId: row.id, at: { gte: start, lt: new Date(start.getTime() + DAY) } } })
      await tx.offboardingCalls.createMany({ data: pieces.map((piece) => ({ ...piece, caseId: row.id })) })
      await noteCounted(tx, ctx, row.id)
    })
  }
  return true
}

/** When its calls were counted last; a case that was cancelled meanwhile does not change any more. */
async function noteCounted(client: Tx, ctx: Ctx, id: string): Promise<void> {
  await client.offboardingCase.updateMany({ where: { id, stage: { not: 'cancelled' } }, data: { callsCountedAt: ctx.now } })
}

type Of = { names: string[]; usage: string; events: string }

/** How events and the roll-up name the subject; `$1` its id, `$2` the names that it was given free of since its revocation. */
async function subjectIn(row: CaseRecord): Promise<Of> {
  const { id, name } = NAMED_IN[row.subjectKind]
  const names = row.revokedAt === null ? [] : await releasedNames(subjectOf(row), row.revokedAt)
  const named = `${id} IS NULL AND ${name} IS NOT NULL AND hashtextextended(${name}, 0) = ANY (ARRAY(SELECT hashtextextended(n, 0) FROM unnest($2::text[]) n)) AND ${name} = ANY ($2)`
  const either = names.length === 0 ? `(${id} = $1 AND $2::text[] IS NOT NULL)` : `(${id} = $1 OR (${named}))`
  return { names, usage: either, events: either }
}

/** Days whose stored pieces do not add up to the roll-up, or in which a stage begins that has no piece of its own yet. */
async function daysToCount(row: CaseRecord, of: Of): Promise<string[]> {
  const from = new Date(pictureFrom(timesOf(row))).toISOString()
  const found = await rows<{ day: string }>(
    `WITH rolled AS (SELECT day, sum(CASE WHEN outcome = 'denied' THEN 0 ELSE count END) AS executed, sum(CASE WHEN outcome = 'denied' THEN count ELSE 0 END) AS refused FROM usage WHERE ${of.usage} AND day >= $3::date GROUP BY day),
       stored AS (SELECT (at AT TIME ZONE 'UTC')::date AS day, sum(executed) AS executed, sum(refused) AS refused FROM offboarding_calls WHERE case_id = $4 AND at >= ($3::date)::timestamp AT TIME ZONE 'UTC' GROUP BY 1),
       marks AS (SELECT DISTINCT (m AT TIME ZONE 'UTC')::date AS day FROM unnest($5::timestamptz[]) m WHERE m >= ($3::date)::timestamp AT TIME ZONE 'UTC' AND NOT EXISTS (SELECT 1 FROM offboarding_calls c WHERE c.case_id = $4 AND c.at = m))
     SELECT coalesce(rolled.day, stored.day)::text AS day FROM rolled FULL JOIN stored USING (day)
     WHERE (coalesce(rolled.executed, 0), coalesce(rolled.refused, 0)) <> (coalesce(stored.executed, 0), coalesce(stored.refused, 0))
     UNION SELECT day::text FROM marks ORDER BY day`, [row.subjectId, of.names, from.slice(0, 10), row.id, marksOf(timesOf(row)).map((mark) => mark.at)])
  return found.map((one) => one.day)
}
