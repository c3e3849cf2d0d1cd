import { db } from '@/lib/db/client'
import { contentSchema } from '@/lib/reviews/content'
import type { Escalation, StillUsed } from '@/lib/reviews/campaign-messages'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'
import { runnersOf } from './runners'

type Added = { campaignId: string; personId: string; items: number; before: string[] }

/** Whom escalation has added to what is undecided in the present stages, and who was asked about it before. */
export async function escalations(now: Date): Promise<Escalation[]> {
  const found = await db().$queryRaw<Added[]>`
    SELECT task.campaign_id AS "campaignId", task.person_id AS "personId", count(DISTINCT task.item_id)::int AS items,
      (SELECT coalesce(array_agg(DISTINCT person.name ORDER BY person.name), '{}') FROM review_task AS other JOIN person ON person.id = other.person_id
        WHERE other.item_id = ANY(array_agg(task.item_id)) AND other.stage = campaign.stage AND other.iteration = campaign.iteration AND other.ended_at IS NULL AND other.standing <> 'escalation') AS before
    FROM review_task AS task JOIN review_campaign AS campaign ON campaign.id = task.campaign_id AND campaign.stage = task.stage AND campaign.iteration = task.iteration
    JOIN person ON person.id = task.person_id AND person.active
    WHERE task.standing = 'escalation' AND task.ended_at IS NULL AND campaign.state = 'running' AND campaign.stage_ends_at > ${now}
    GROUP BY 1, 2, campaign.stage, campaign.iteration ORDER BY 1, 2`
  const campaigns = new Map((await db().reviewCampaign.findMany({ where: { id: { in: found.map((one) => one.campaignId) } } })).map((one) => [one.id, one]))
  return found.flatMap((one) => {
    const campaign = campaigns.get(one.campaignId)
    if (campaign === undefined || campaign.stageEndsAt === null) return []
    return [{ ...one, campaign: campaign.name, stage: campaign.stage, iteration: campaign.iteration, endsAt: campaign.stageEndsAt, silence: silenceMeans({ ...campaign, content: contentSchema.parse(campaign.content) }) }]
  })
}

/** What is used although it was ended, with the active people to whom that is told: the server's owner, and whoever runs the campaign. */
export async function stillUsed(): Promise<StillUsed[]> {
  const found = await db().reviewItem.findMany({
    where: { state: 'remediated', confirmation: 'still_used', campaign: { state: { in: ['remediation', 'confirming'] } } }, orderBy: { id: 'asc' },
    select: { id: true, target: true, server: true, serverId: true, agent: true, outcome: true, confirmationDetail: true, campaign: true },
  })
  if (found.length === 0) return []
  const owners = new Map((await db().server.findMany({ where: { id: { in: found.flatMap((one) => one.serverId ?? []) }, owner: { active: true } }, select: { id: true, ownerId: true } })).map((one) => [one.id, one.ownerId]))
  const runners = await runnersOf(found.map((one) => one.campaign))
  return found.map(({ id, target, server, serverId, agent, outcome, confirmationDetail, campaign }) => ({
    itemId: id, campaignId: campaign.id, campaign: campaign.name, title: target, server, agent, outcome: outcome ?? 'revoke', text: textOf(confirmationDetail),
    people: [owners.get(serverId ?? ''), runners.get(campaign.id)].flatMap((person) => person ?? []),
  }))
}

function textOf(detail: unknown): string {
  return typeof detail === 'object' && detail !== null && 'text' in detail && typeof detail.text === 'string' ? detail.text : 'Calls were seen after it had ended.'
}
