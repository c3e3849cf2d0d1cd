import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { RequestDraft, RequestView } from '@/lib/requests/model'
import { lockRequest, refuseIn, requireRequester } from './load'
import { kindOf } from './prepare'
import { readRequest } from './write'

const MOST_DRAFTS = 200

/** Keeps what was typed so far, as a new draft or in place of an older one. Nobody else sees it, nothing of it is checked, and nobody is asked. */
export async function saveDraft(ctx: Ctx, actor: Actor, draft: RequestDraft, draftId?: string): Promise<RequestView> {
  require(actor, 'grant.request')
  const { personId } = actor
  if (personId === null) throw new AppError('forbidden', 'A draft belongs to a person. Nothing was changed.')
  return transaction(async (tx) => {
    const named = async (kind: 'server' | 'agent', text: string | undefined): Promise<string | null> => (text === undefined || text === '' ? null : (await findHolders(kind, [text], ctx.now, tx)).get(text) ?? null)
    const data = {
      kind: kindOf(draft), serverId: await named('server', draft.server), agentId: await named('agent', draft.caller?.agent), personId: null,
      content: draft as Prisma.InputJsonObject, updatedAt: ctx.now, ...(draft.origin === undefined ? {} : { origin: draft.origin as Prisma.InputJsonObject }),
    }
    if (draftId === undefined) {
      if ((await tx.grantRequest.count({ where: { state: 'draft', requesterId: personId } })) >= MOST_DRAFTS) throw new AppError('conflict', `You have ${MOST_DRAFTS} drafts. Submit or discard some first. Nothing was changed.`)
      const id = ctx.id('request')
      await tx.grantRequest.create({ data: { id, state: 'draft', requesterId: personId, requestedBy: actor.id, behind: [...actor.behind], createdAt: ctx.now, ...data } })
      return readRequest(tx, ctx, id)
    }
    const locked = await lockRequest(tx, ctx, actor, draftId)
    requireRequester(actor, locked.request)
    if (locked.request.state !== 'draft') throw new AppError('illegal_transition', `The request is ${locked.request.state}; it is no draft any more. Nothing was changed.`)
    await tx.grantRequest.update({ where: { id: draftId }, data: { ...data, behind: [...new Set([...locked.request.behind, ...actor.behind])] } })
    return readRequest(tx, ctx, draftId)
  })
}

/** Throws a draft away. Nothing was asked of anybody, so nothing is kept. */
export async function discardDraft(ctx: Ctx, actor: Actor, id: string): Promise<void> {
  await transaction(async (tx) => {
    const locked = await lockRequest(tx, ctx, actor, id)
    requireRequester(actor, locked.request)
    refuseIn('discard', locked)
    await tx.grantRequest.delete({ where: { id } })
  })
}
