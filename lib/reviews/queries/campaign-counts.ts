import { db, type Tx } from '@/lib/db/client'
import type { CountedItems } from '@/lib/reviews/campaign-view'

type Row = CountedItems & { campaignId: string }

/**
 * The items of these campaigns, grouped by all that is counted of them: one statement, and some dozen rows for each campaign however
 * many items it has. Who is asked and has answered is looked at only while a campaign runs.
 */
export async function countedItems(ids: readonly string[], client: Tx = db()): Promise<Map<string, CountedItems[]>> {
  if (ids.length === 0) return new Map()
  const found = await client.$queryRaw<Row[]>`
    WITH asked AS (
      SELECT task.item_id, bool_and(answer.task_id IS NOT NULL) AS answered
      FROM review_campaign AS campaign
      JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL
      LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.campaign_id = campaign.id AND answer.superseded_at IS NULL
      WHERE campaign.id = ANY(${[...ids]}) AND campaign.state IN ('running', 'remediation', 'confirming') GROUP BY task.item_id)
    SELECT campaign.id AS "campaignId", item.risk::text AS risk, item.state::text AS state, item.stage = campaign.stage AND item.iteration = campaign.iteration AS "inStage",
      asked.item_id IS NOT NULL AS asked, coalesce(asked.answered, campaign.state NOT IN ('running', 'remediation', 'confirming') AND item.outcome_by = 'answers', false) AS answered,
      item.conflict, item.synthetic, item.outcome, item.outcome_by AS "outcomeBy", item.remediation::text AS remediation, item.confirmation,
      (extract(epoch FROM max(item.watch_until)) * 1000)::float8 AS "watchUntil", count(*)::int AS count
    FROM review_campaign AS campaign JOIN review_item AS item ON item.campaign_id = campaign.id LEFT JOIN asked ON asked.item_id = item.id
    WHERE campaign.id = ANY(${[...ids]}) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`
  return Map.groupBy(found.map((row) => ({ ...row })), (row) => row.campaignId)
}

export type AskedPeople = { asked: number; notBegun: number; notSignedOff: number }

/** Of the running ones among these campaigns: how many people are asked in their stage, have not answered anything, or have answered all and not signed off. */
export async function askedPeople(ids: readonly string[], client: Tx = db()): Promise<Map<string, AskedPeople>> {
  if (ids.length === 0) return new Map()
  const found = await client.$queryRaw<(AskedPeople & { id: string })[]>`
    SELECT id, count(*)::int AS asked, count(*) FILTER (WHERE answered = 0)::int AS "notBegun", count(*) FILTER (WHERE answered = total AND NOT signed)::int AS "notSignedOff"
    FROM (
      SELECT campaign.id, task.person_id, count(*) AS total, count(answer.task_id) AS answered,
        EXISTS (SELECT 1 FROM review_sign_off AS off WHERE off.campaign_id = campaign.id AND off.stage = campaign.stage AND off.iteration = campaign.iteration AND off.person_id = task.person_id AND off.voided_at IS NULL) AS signed
      FROM review_campaign AS campaign
      JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL
      LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.campaign_id = campaign.id AND answer.superseded_at IS NULL
      WHERE campaign.id = ANY(${[...ids]}) AND campaign.state = 'running' GROUP BY campaign.id, task.person_id) AS person
    GROUP BY id`
  return new Map(found.map(({ id, ...people }) => [id, people]))
}
