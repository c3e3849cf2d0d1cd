import { db, type Tx } from '@/lib/db/client'
import type { StageStanding } from '@/lib/reviews/stage'
import type { StageOf } from './stage-rows'

/** How the stage stands: whoever has left cannot sign off, and nobody waits for that. */
export async function stageStanding({ id, stage, iteration }: StageOf, endsAt: Date, client: Tx = db()): Promise<StageStanding> {
  const [row] = await client.$queryRaw<{ asked: number; unanswered: number; unsigned: number }[]>`
    WITH asked AS (
      SELECT t.person_id, count(*)::int AS asked, count(*) FILTER (WHERE a.id IS NULL)::int AS unanswered
      FROM review_task t JOIN review_item i ON i.id = t.item_id AND i.state = 'pending' LEFT JOIN review_answer a ON a.task_id = t.id AND a.superseded_at IS NULL
      WHERE t.campaign_id = ${id} AND t.stage = ${stage} AND t.iteration = ${iteration} AND t.ended_at IS NULL GROUP BY 1)
    SELECT coalesce(sum(asked), 0)::int AS asked, coalesce(sum(unanswered), 0)::int AS unanswered,
      (count(*) FILTER (WHERE p.active AND NOT EXISTS (
        SELECT 1 FROM review_sign_off s WHERE s.campaign_id = ${id} AND s.stage = ${stage} AND s.iteration = ${iteration} AND s.person_id = asked.person_id AND s.voided_at IS NULL)))::int AS unsigned
    FROM asked JOIN person p ON p.id = asked.person_id`
  return { endsAt: endsAt.getTime(), asked: row?.asked ?? 0, unanswered: row?.unanswered ?? 0, unsigned: row?.unsigned ?? 0 }
}

/** What somebody is asked in the stage: how many, how many of them wait, and how many this other one has answered for them. */
export async function askedOf({ id, stage, iteration }: StageOf, personId: string, by: string, client: Tx = db()): Promise<{ asked: number; unanswered: number; answeredBy: number; signed: boolean }> {
  const [row] = await client.$queryRaw<{ asked: number; unanswered: number; answered_by: number; signed: boolean }[]>`
    SELECT count(*)::int AS asked, count(*) FILTER (WHERE a.id IS NULL)::int AS unanswered, count(*) FILTER (WHERE a.person_id = ${by})::int AS answered_by,
      EXISTS (SELECT 1 FROM review_sign_off s WHERE s.campaign_id = ${id} AND s.stage = ${stage} AND s.iteration = ${iteration} AND s.person_id = ${personId} AND s.voided_at IS NULL) AS signed
    FROM review_task t JOIN review_item i ON i.id = t.item_id AND i.state = 'pending' LEFT JOIN review_answer a ON a.task_id = t.id AND a.superseded_at IS NULL
    WHERE t.campaign_id = ${id} AND t.stage = ${stage} AND t.iteration = ${iteration} AND t.ended_at IS NULL AND t.person_id = ${personId}`
  return { asked: row?.asked ?? 0, unanswered: row?.unanswered ?? 0, answeredBy: row?.answered_by ?? 0, signed: row?.signed ?? false }
}
