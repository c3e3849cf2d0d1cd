import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { toHolders } from '@/lib/requests/messages'
import type { RequestView } from '@/lib/requests/model'
import { policyInForce } from '@/lib/requests/queries/policies'
import { nextNudgeAt } from '@/lib/requests/stored'
import { lockRequest, refuseIn, requireRequester } from './load'
import { readRequest, recordRequest } from './write'

/** Reminds those who hold the request, once in the time that the settings say; sooner is `too_many_requests` and says when next. */
export async function nudgeRequest(ctx: Ctx, actor: Actor, id: string): Promise<RequestView> {
  return transaction(async (tx) => {
    const locked = await lockRequest(tx, ctx, actor, id)
    const now = locked.ctx
    requireRequester(actor, locked.request)
    refuseIn('nudge', locked)
    const next = nextNudgeAt(locked.request, (await policyInForce(tx)).policy.nudgeHours)
    if (next !== null && next > now.now) {
      throw new AppError('too_many_requests', `Those who hold the request were reminded already; the next reminder is possible at ${next.toISOString()}. Nothing was sent.`, { retryAfter: Math.ceil((next.getTime() - now.now.getTime()) / 1000) })
    }
    await tx.grantRequest.update({ where: { id }, data: { nudgedAt: now.now, updatedAt: now.now } })
    const view = await readRequest(tx, now, id)
    const messages = toHolders(view, 'nudged', String(now.now.getTime()))
    if (messages.length === 0) throw new AppError('conflict', `There is nobody to remind. ${view.sentence} Nothing was sent.`)
    await enqueue(tx, now, messages)
    await recordRequest(tx, now, actor, 'nudged', view, { told: messages.map((message) => message.recipientId) })
    return view
  })
}
