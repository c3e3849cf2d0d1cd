import { db, type Tx } from '@/lib/db/client'
import type { AnsweredItems, CountedItems } from '@/lib/reviews/campaign-view'

type Row = CountedItems & { campaignId: string }

/**
 * The items of these campaigns, grouped by all that is counted of them: some dozen rows for each campaign however many items it has.
 * Whether everybody has answered is in `answeredItems` while a campaign runs; afterwards an item is answered if answers decided it.
 */
export async function countedItems(ids: readonly string[], client: Tx = db()): Promise<Map<string, CountedItems[]>> {
  if (ids.length === 0) return new Map()
  const found = await client.$queryRaw<Row[]>`
    SELECT campaign.id AS "campaignId", item.risk::text AS risk, item.state::text AS state, item.stage = campaign.stage AND item.iteration = campaign.iteration AS "inStage",
      item.conflict, item.synthetic, item.outcome, item.outcome_by AS "outcomeBy", item.remediation::text AS remediation, item.confirmation, item.question IS NOT NULL AS question, item.suspended_at IS NOT NULL AS suspended,
      (extract(epoch FROM max(item.watch_until)) * 1000)::float8 AS "watchUntil", count(*)::int AS count
    FROM review_campaign AS campaign JOIN review_item AS item ON item.campaign_id = campaign.id WHERE campaign.id = ANY(${[...ids]}) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12`
  return Map.groupBy(found, (row) => row.campaignId)
}

/**
 * Of the running ones among these campaigns, by risk: items of the stage that somebody is asked about, and those that everybody asked
 * has answered. Items and tasks are put under one another and not joined: right after a launch the store has no statistics of them yet,
 * and a planner that expects one row of each compares all with all.
 */
export async function answeredItems(ids: readonly string[], client: Tx = db()): Promise<Map<string, AnsweredItems[]>> {
  if (ids.length === 0) return new Map()
  const found = await client.$queryRaw<(AnsweredItems & { campaignId: string })[]>`
    WITH part AS (
      SELECT campaign.id AS campaign_id, item.id, item.risk, NULL::boolean AS answered
      FROM review_campaign AS campaign JOIN review_item AS item ON item.campaign_id = campaign.id AND item.stage = campaign.stage AND item.iteration = campaign.iteration
      WHERE campaign.id = ANY(${[...ids]}) AND campaign.state = 'running'
      UNION ALL
      SELECT campaign.id, task.item_id, NULL, answer.id IS NOT NULL
      FROM review_campaign AS campaign
      JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL
      LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE campaign.id = ANY(${[...ids]}) AND campaign.state = 'running'
    ), item AS (SELECT campaign_id, max(risk) AS risk, bool_and(answered) AS answered FROM part GROUP BY campaign_id, id)
    SELECT campaign_id AS "campaignId", risk::text AS risk, count(answered)::int AS asked, count(*) FILTER (WHERE answered)::int AS answered FROM item WHERE risk IS NOT NULL GROUP BY 1, 2`
  return Map.groupBy(found, (row) => row.campaignId)
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
      LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE campaign.id = ANY(${[...ids]}) AND campaign.state = 'running' GROUP BY campaign.id, task.person_id) AS person
    GROUP BY id`
  return new Map(found.map(({ id, ...people }) => [id, people]))
}
