import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { policyInForce } from '@/lib/requests/queries/policies'
import { campaignRefusal } from '@/lib/reviews/machine'
import { lastReminded, undecided } from '@/lib/reviews/queries/undecided'
import { visibleCampaigns } from '@/lib/reviews/queries/visible'
import { nextReminderAt, reminderMessage } from '@/lib/reviews/reminders'
import { record } from '@/lib/trail/record'

/**
 * One message to each who is undecided, and to whoever stands in for them. Returns to how many. Once in the time that the settings say
 * for reminders of requests; sooner is `too_many_requests` and says when next.
 */
export async function remindUndecided(ctx: Ctx, actor: Actor, campaignId: string): Promise<{ reminded: number }> {
  require(actor, 'review.run')
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM review_campaign WHERE id = ${campaignId} FOR UPDATE`
    const campaign = await tx.reviewCampaign.findFirst({ where: { AND: [{ id: campaignId }, await visibleCampaigns(actor, ctx.now, tx)] } })
    if (campaign === null) throw notFound('review')
    const refusal = campaignRefusal('remind', campaign.state)
    if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was sent.`)
    const next = nextReminderAt(await lastReminded(campaignId, tx), (await policyInForce(tx)).policy.nudgeHours)
    if (next !== null && next > ctx.now) {
      throw new AppError('too_many_requests', `The undecided were reminded already; the next reminder is possible at ${next.toISOString()}. Nothing was sent.`, { retryAfter: Math.ceil((next.getTime() - ctx.now.getTime()) / 1000) })
    }
    const waiting = [...Map.groupBy(await undecided(campaignId, ctx.now, tx), (one) => one.personId).values()]
    const messages = waiting.flatMap((own) => reminderMessage(own, actor.name, String(ctx.now.getTime())) ?? [])
    if (messages.length === 0) throw new AppError('conflict', 'There is nobody to remind: everybody who is asked has answered. Nothing was sent.')
    await enqueue(tx, ctx, messages)
    await record(tx, ctx, { actor, action: 'review.reminded', object: { kind: 'review', id: campaignId, name: campaign.name }, detail: { stage: campaign.stage, iteration: campaign.iteration, told: messages.map((message) => message.recipientId) } })
    return { reminded: messages.length }
  })
}
