import { db, type Tx } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'
import { RISKS } from '@/lib/reviews/campaign-view'
import { contentSchema } from '@/lib/reviews/content'
import type { Risk } from '@/lib/reviews/frozen'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'
import type { Waiting } from '@/lib/reviews/reminders'

type Row = Record<Risk, number> & { campaignId: string; personId: string; name: string; asked: number }

/** Who is asked something in a running campaign and has not answered all of it, with those who stand in for them now; of one campaign, or of all. People who have left are told nothing. */
export async function undecided(campaignId: string | null, now: Date, client: Tx = db()): Promise<Waiting[]> {
  const found = await client.$queryRaw<Row[]>`
    SELECT campaign.id AS "campaignId", person.id AS "personId", person.name, count(*)::int AS asked,
      count(*) FILTER (WHERE answer.id IS NULL AND item.risk = 'low')::int AS low, count(*) FILTER (WHERE answer.id IS NULL AND item.risk = 'medium')::int AS medium,
      count(*) FILTER (WHERE answer.id IS NULL AND item.risk = 'high')::int AS high, count(*) FILTER (WHERE answer.id IS NULL AND item.risk = 'critical')::int AS critical
    FROM review_campaign AS campaign
    JOIN review_task AS task ON task.campaign_id = campaign.id AND task.stage = campaign.stage AND task.iteration = campaign.iteration AND task.ended_at IS NULL
    JOIN review_item AS item ON item.id = task.item_id AND item.state = 'pending'
    JOIN person ON person.id = task.person_id
    LEFT JOIN review_answer AS answer ON answer.task_id = task.id AND answer.superseded_at IS NULL
    WHERE campaign.state = 'running' AND (${campaignId === null} OR campaign.id = ${campaignId ?? ''}) AND campaign.stage_ends_at > ${now}
    GROUP BY 1, 2, 3 HAVING count(*) > count(answer.id) ORDER BY 1, 2`
  const campaigns = new Map((await client.reviewCampaign.findMany({ where: { id: { in: [...new Set(found.map((row) => row.campaignId))] } } })).map((row) => [row.id, { ...row, content: contentSchema.parse(row.content) }]))
  const standIns = Map.groupBy(await findStandIns({ for: found.map((row) => row.personId) }, now, client), (one) => one.personId)
  const told = [...found.map((row) => row.personId), ...[...standIns.values()].flat().map((one) => one.delegateId)]
  const active = new Set((await client.person.findMany({ where: { id: { in: told }, active: true }, select: { id: true } })).map((one) => one.id))
  return found.flatMap(({ campaignId: id, personId, name, asked, ...left }): Waiting[] => {
    const campaign = campaigns.get(id)
    if (campaign === undefined || campaign.stageEndsAt === null) return []
    const { stage, iteration, stageEndsAt, content } = campaign
    const marks = [...content.remindDaysBefore, ...(content.escalateDaysBefore === null ? [] : [content.escalateDaysBefore])]
    const waiting = { campaignId: id, campaign: campaign.name, stage, iteration, endsAt: stageEndsAt.getTime(), silence: silenceMeans(campaign), marks, left: byRisk(left), asked }
    return [{ ...waiting, personId, insteadOf: null }, ...(standIns.get(personId) ?? []).map((one) => ({ ...waiting, personId: one.delegateId, insteadOf: name }))].filter((one) => active.has(one.personId))
  })
}

function byRisk(left: Record<Risk, number>): Record<Risk, number> {
  const found: Record<Risk, number> = { low: 0, medium: 0, high: 0, critical: 0 }
  for (const risk of RISKS) found[risk] = left[risk]
  return found
}

/** When the undecided of a campaign were last reminded by hand, as the trail says; null = never. */
export async function lastReminded(campaignId: string, client: Tx = db()): Promise<Date | null> {
  const entry = await client.trailEntry.findFirst({ where: { objectKind: 'review', objectId: campaignId, action: 'review.reminded' }, orderBy: { seq: 'desc' }, select: { at: true } })
  return entry?.at ?? null
}
