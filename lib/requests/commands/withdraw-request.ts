import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { lockRequest, refuseIn, requireRequester } from './load'
import { readRequest, recordRequest } from './write'

/** Takes a pending request back. What was answered stays on record; nothing is granted. What broke the glass cannot be taken back. */
export async function withdrawRequest(ctx: Ctx, actor: Actor, id: string, reason?: string): Promise<RequestView> {
  return transaction(async (tx) => {
    const locked = await lockRequest(tx, ctx, actor, id)
    const now = locked.ctx
    requireRequester(actor, locked.request)
    refuseIn('withdraw', locked)
    await tx.grantRequest.update({ where: { id }, data: { state: 'withdrawn', closedAt: now.now, closedBy: actor.id, closeReason: reason ?? null, updatedAt: now.now } })
    const view = await readRequest(tx, now, id)
    await recordRequest(tx, now, actor, 'withdrawn', view, { reason: reason ?? null })
    return view
  })
}
