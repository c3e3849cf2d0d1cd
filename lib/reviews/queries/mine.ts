import { type Actor, may } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { noRisks } from '@/lib/reviews/campaign-view'
import type { Risk } from '@/lib/reviews/frozen'
import type { CampaignView, Count } from '@/lib/reviews/model'
import { answersFor } from './visible'

export type Mine = NonNullable<CampaignView['mine']>

type Row = { campaignId: string; risk: Risk; total: number; decided: number }

/** Only people whose roles let them review; the start token stands for the one who owns it. */
function reviewerOf(actor: Actor): string | null {
  return (actor.kind === 'person' || actor.bootstrap) && may(actor, 'review.decide') ? actor.personId : null
}

/**
 * What the actor is asked in the present stages of running campaigns, in person or in the place of those for whom they stand in now; of
 * all campaigns where `ids` is null. What the actor is asked in person, or has answered, is not counted once more for somebody else.
 */
export async function mineIn(actor: Actor, ids: readonly string[] | null, now: Date, client: Tx = db()): Promise<Map<string, Mine>> {
  const me = reviewerOf(actor)
  if (me === null || ids?.length === 0) return new Map()
  const people = await answersFor(actor, now, client)
  const found = await client.$queryRaw<Row[]>`
    SELECT "campaignId", risk::text AS risk, count(*)::int AS total, count(*) FILTER (WHERE answered)::int AS decided
    FROM (
      SELECT campaign.id AS "campaignId", item.id, item.risk, bool_or(answer.id IS NOT NULL) AS answered
      FROM review_campaign AS campaign
      JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL AND task.person_id = ANY(${people})
      JOIN review_item AS item ON item.id = task.item_id AND item.state = 'pending'
      LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE campaign.state = 'running' AND (${ids === null} OR campaign.id = ANY(${[...(ids ?? [])]}))
        AND (task.person_id = ${me} OR NOT EXISTS (
          SELECT 1 FROM review_task AS own WHERE own.item_id = task.item_id AND own.stage = task.stage AND own.iteration = task.iteration AND own.person_id = ${me} AND own.ended_at IS NULL))
      GROUP BY campaign.id, item.id, item.risk) AS asked
    GROUP BY 1, 2`
  const signed = await signedOff(me, [...new Set(found.map((row) => row.campaignId))], client)
  return new Map([...Map.groupBy(found, (row) => row.campaignId)].map(([id, rows]) => [id, mineOf(rows, signed.get(id) ?? null)]))
}

function mineOf(rows: readonly Row[], signedOffAt: Date | null): Mine {
  const byRisk = noRisks()
  const all: Count = { total: 0, decided: 0 }
  for (const { risk, total, decided } of rows) {
    byRisk[risk] = { total, decided }
    all.total += total
    all.decided += decided
  }
  return { ...all, byRisk, signedOffAt: signedOffAt?.toISOString() ?? null }
}

async function signedOff(personId: string, ids: readonly string[], client: Tx): Promise<Map<string, Date>> {
  if (ids.length === 0) return new Map()
  const found = await client.$queryRaw<{ id: string; at: Date }[]>`
    SELECT off.campaign_id AS id, max(off.at) AS at FROM review_sign_off AS off JOIN review_campaign AS campaign ON campaign.id = off.campaign_id AND off.stage = campaign.stage AND off.iteration = campaign.iteration
    WHERE off.campaign_id = ANY(${[...ids]}) AND off.person_id = ${personId} AND off.voided_at IS NULL GROUP BY off.campaign_id`
  return new Map(found.map(({ id, at }) => [id, at]))
}

/** How many items wait for the actor’s answer, over all campaigns: for the navigation, so on every screen. */
export async function countMine(actor: Actor, now: Date): Promise<number> {
  const me = reviewerOf(actor)
  if (me === null) return 0
  const people = await answersFor(actor, now)
  const [found] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(DISTINCT task.item_id)::int AS count
    FROM review_campaign AS campaign
    JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL AND task.person_id = ANY(${people})
    WHERE campaign.state = 'running' AND NOT EXISTS (SELECT 1 FROM review_answer AS answer WHERE answer.task_id = task.id AND answer.superseded_at IS NULL)
      AND (task.person_id = ${me} OR NOT EXISTS (
        SELECT 1 FROM review_task AS own WHERE own.item_id = task.item_id AND own.stage = task.stage AND own.iteration = task.iteration AND own.person_id = ${me} AND own.ended_at IS NULL))`
  return found?.count ?? 0
}

/** Campaigns in which the actor is asked something now. */
export async function whereMine(actor: Actor, now: Date): Promise<Prisma.ReviewCampaignWhereInput> {
  return { id: { in: [...(await mineIn(actor, null, now)).keys()] } }
}
