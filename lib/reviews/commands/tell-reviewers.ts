import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { enqueue } from '@/lib/notify/enqueue'
import type { CampaignContent } from '@/lib/reviews/content'
import type { Risk } from '@/lib/reviews/frozen'
import { type ByRisk, type ToldCampaign, toAdded, toCancelled, toStarted } from '@/lib/reviews/reviewer-messages'

/** One message to each who is asked in the campaign's present stage and iteration, in the transaction that started it. Whom escalation adds is told as such. */
export async function tellStarted(tx: Tx, ctx: Ctx, campaignId: string): Promise<void> {
  const campaign = await told(tx, campaignId)
  const rows = await tx.$queryRaw<{ person_id: string; risk: Risk; count: number }[]>`
    SELECT t.person_id, i.risk::text AS risk, count(*)::int AS count FROM review_task t JOIN review_item i ON i.id = t.item_id
    WHERE t.campaign_id = ${campaignId} AND t.stage = ${campaign.stage} AND t.iteration = ${campaign.iteration} AND t.ended_at IS NULL AND t.standing <> 'escalation' GROUP BY 1, 2 ORDER BY 1, 2`
  const people = Map.groupBy(rows, (row) => row.person_id)
  await enqueue(tx, ctx, [...people].map(([personId, counts]) => toStarted(campaign, personId, Object.fromEntries(counts.map((row) => [row.risk, row.count])))))
}

/** One message to each of those who came to be asked by one command. `why` in words. */
export async function tellAdded(tx: Tx, ctx: Ctx, campaignId: string, added: readonly { personId: string; risk: Risk }[], why: string): Promise<void> {
  if (added.length === 0) return
  const campaign = await told(tx, campaignId)
  const stamp = ctx.id('notification')
  const messages = [...Map.groupBy(added, (one) => one.personId)].map(([personId, ones]) => {
    const counts: ByRisk = {}
    for (const { risk } of ones) counts[risk] = (counts[risk] ?? 0) + 1
    return toAdded(campaign, personId, counts, why, stamp)
  })
  await enqueue(tx, ctx, messages)
}

/** One message to each who is asked in the present stage of a campaign that is cancelled. */
export async function tellCancelled(tx: Tx, ctx: Ctx, campaign: { id: string; name: string; stage: number; iteration: number }, by: string, reason: string): Promise<void> {
  const asked = await tx.reviewTask.findMany({ where: { campaignId: campaign.id, stage: campaign.stage, iteration: campaign.iteration, endedAt: null }, select: { personId: true }, distinct: ['personId'], orderBy: { personId: 'asc' } })
  await enqueue(tx, ctx, asked.map(({ personId }) => toCancelled(campaign, personId, by, reason)))
}

async function told(tx: Tx, id: string): Promise<ToldCampaign> {
  const { name, kind, stage, iteration, stageEndsAt, content } = await tx.reviewCampaign.findUniqueOrThrow({ where: { id }, select: { name: true, kind: true, stage: true, iteration: true, stageEndsAt: true, content: true } })
  if (stageEndsAt === null) throw new Error(`Campaign ${id} asks people without a deadline`)
  return { id, name, kind, stage, iteration, endsAt: stageEndsAt, content: content as unknown as CampaignContent }
}
