import { type Actor, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'
import { burnDown, type CampaignProgress } from '@/lib/reviews/campaign-progress'
import { RISKS } from '@/lib/reviews/campaign-view'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from './campaigns'
import { conflictsIn, nobodyIn } from './stuck-items'
import { answersFor } from './visible'

type Stage = { id: string; stage: number; iteration: number; /** Rows that do not exist are counted as others are, until it is over. */ over: boolean }

/**
 * How the present stage goes, or how the last one went. Who sees all is told of everybody; others of themselves and of those for whom
 * they stand in, and nothing of others' answers.
 */
export async function campaignProgress(actor: Actor, id: string, now: Date): Promise<CampaignProgress> {
  const campaign = await getCampaign(actor, id, now)
  const all = reach(actor, 'review.read') === 'all'
  const stage = { id, stage: campaign.stage, iteration: campaign.iteration, over: campaign.state !== 'running' }
  const [decided, reviewers, servers, conflicts, nobody] = await Promise.all([
    decidedByDay(stage), reviewersOf(stage, all ? null : await answersFor(actor, now), now), all ? serversOf(stage) : [], all ? conflictsIn(stage) : [], all && campaign.state === 'running' ? nobodyIn(stage) : [],
  ])
  return {
    id, stage: stage.stage, iteration: stage.iteration, startedAt: campaign.stageStartedAt, endsAt: campaign.stageEndsAt, days: daysOf(campaign, decided, now), reviewers, servers, conflicts, nobody,
    risks: RISKS.map((risk) => ({ risk, ...campaign.counts.byRisk[risk] })),
  }
}

function daysOf({ stageStartedAt, stageEndsAt, counts, decidedAt, state }: CampaignView, decided: ReadonlyMap<string, number>, now: Date): CampaignProgress['days'] {
  if (stageStartedAt === null || stageEndsAt === null) return []
  const until = state === 'running' ? now : new Date(decidedAt ?? stageEndsAt)
  return burnDown({ startsAt: Date.parse(stageStartedAt), endsAt: Date.parse(stageEndsAt), total: counts.stage.total }, decided, until.getTime())
}

/** On which UTC day how many items had all the answers that they wait for. */
async function decidedByDay({ id, stage, iteration, over }: Stage): Promise<Map<string, number>> {
  const found = await db().$queryRaw<{ day: string; count: number }[]>`
    SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS count FROM (
      SELECT max(answer.at) AS at FROM review_task AS task LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE task.campaign_id = ${id} AND task.stage = ${stage} AND task.iteration = ${iteration} AND task.ended_at IS NULL
        AND (${!over} OR task.item_id NOT IN (SELECT id FROM review_item WHERE campaign_id = ${id} AND synthetic)) GROUP BY task.item_id HAVING bool_and(answer.id IS NOT NULL)) AS item
    GROUP BY 1`
  return new Map(found.map(({ day, count }) => [day, count]))
}

type ReviewerRow = { id: string; name: string; email: string; asked: number; answered: number; signedOffAt: Date | null; medianSeconds: number | null; lastAt: Date | null }

/** Of everybody who is asked in the stage, or of these people. Seconds and last time are of their own answers, whoever was asked. */
async function reviewersOf({ id, stage, iteration, over }: Stage, only: readonly string[] | null, now: Date): Promise<CampaignProgress['reviewers']> {
  const found = await db().$queryRaw<ReviewerRow[]>`
    SELECT person.id, person.name, person.email, asked.asked, asked.answered, own."medianSeconds", own."lastAt",
      (SELECT max(at) FROM review_sign_off AS off WHERE off.campaign_id = ${id} AND off.stage = ${stage} AND off.iteration = ${iteration} AND off.person_id = person.id AND off.voided_at IS NULL) AS "signedOffAt"
    FROM (
      SELECT task.person_id, count(*)::int AS asked, count(answer.id)::int AS answered
      FROM review_task AS task LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE task.campaign_id = ${id} AND task.stage = ${stage} AND task.iteration = ${iteration} AND task.ended_at IS NULL AND (${only === null} OR task.person_id = ANY(${[...(only ?? [])]}))
        AND (${!over} OR task.item_id NOT IN (SELECT id FROM review_item WHERE campaign_id = ${id} AND synthetic)) GROUP BY 1) AS asked
    JOIN person ON person.id = asked.person_id
    LEFT JOIN (
      SELECT person_id, percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE bulk_id IS NULL) AS "medianSeconds", max(at) AS "lastAt"
      FROM review_answer WHERE campaign_id = ${id} AND stage = ${stage} AND iteration = ${iteration} AND superseded_at IS NULL GROUP BY 1) AS own ON own.person_id = person.id
    ORDER BY lower(person.name), person.id`
  const standIns = await findStandIns({ for: found.map((row) => row.id) }, now)
  const names = new Map((await db().person.findMany({ where: { id: { in: standIns.map((one) => one.delegateId) } }, select: { id: true, name: true } })).map((one) => [one.id, one.name]))
  return found.map(({ id: personId, name, email, asked, answered, signedOffAt, medianSeconds, lastAt }) => ({
    person: { id: personId, name, email }, standIns: standIns.filter((one) => one.personId === personId).flatMap((one) => names.get(one.delegateId) ?? []),
    asked, answered, signedOffAt: signedOffAt?.toISOString() ?? null, medianSeconds: medianSeconds === null ? null : Math.round(medianSeconds * 10) / 10, lastAt: lastAt?.toISOString() ?? null,
  }))
}

async function serversOf({ id, stage, iteration }: Stage): Promise<CampaignProgress['servers']> {
  // Put under one another and not joined, as all items are counted.
  return db().$queryRaw<CampaignProgress['servers']>`
    WITH part AS (
      SELECT item.id, item.server, NULL::boolean AS answered, true AS known FROM review_item AS item JOIN review_campaign AS campaign ON campaign.id = item.campaign_id
      WHERE item.campaign_id = ${id} AND item.stage = ${stage} AND item.iteration = ${iteration} AND (campaign.state = 'running' OR NOT item.synthetic)
      UNION ALL
      SELECT task.item_id, NULL, answer.id IS NOT NULL, NULL FROM review_task AS task LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
      WHERE task.campaign_id = ${id} AND task.stage = ${stage} AND task.iteration = ${iteration} AND task.ended_at IS NULL
    ), item AS (SELECT max(server) AS server, bool_and(answered) AS answered, bool_or(known) AS known FROM part GROUP BY id)
    SELECT server, count(*)::int AS total, count(*) FILTER (WHERE answered)::int AS decided FROM item WHERE known GROUP BY 1 ORDER BY lower(server) NULLS LAST`
}
