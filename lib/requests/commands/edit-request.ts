import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { toHolders } from '@/lib/requests/messages'
import type { EditBody, RequestBody, RequestView } from '@/lib/requests/model'
import { lapsesAt, type StoredRequest } from '@/lib/requests/stored'
import { lockRequest, refuseIn, refuseStale, requireRequester } from './load'
import { kindOf, prepare } from './prepare'
import { refuseSecond } from './second'
import { addRevision, columnsOf, readRequest, recordRequest } from './write'

/**
 * Puts another wish in place of a pending one. Every approval before is void, since it was given to something else; those who hold it
 * are told anew. What kind of request it is, and which grant it is about, stays. Whoever edits stands behind it from now on too.
 */
export async function editRequest(ctx: Ctx, actor: Actor, id: string, body: EditBody): Promise<RequestView> {
  const { revision, ...wanted } = body
  return refuseSecond(() => transaction(async (tx) => {
    const locked = await lockRequest(tx, ctx, actor, id)
    const { request, ctx: now } = locked
    requireRequester(actor, request)
    refuseStale(request, revision)
    if (request.state === 'draft') throw new AppError('illegal_transition', 'This is a draft: save it, or submit it. Nothing was changed.')
    refuseIn('edit', locked)
    const behind = [...new Set([...request.behind, ...actor.behind])]
    const { content, facts } = await prepare(tx, now, actor, asBefore(request, wanted), { behind, policyNumber: request.policyNumber })
    const number = request.revision + 1
    await tx.grantRequest.update({
      where: { id },
      data: {
        ...columnsOf(content), sponsorId: facts.approval.sponsorId, behind, revision: number, round: request.round + 1, updatedAt: now.now, lapsesAt: lapsesAt(now.now, facts.policies[0]?.lapseDays ?? 14, content.terms),
        ...(wanted.origin === undefined ? {} : { origin: wanted.origin as Prisma.InputJsonObject }),
      },
    })
    await addRevision(tx, now, actor, id, { number, change: 'edited', content })
    const view = await readRequest(tx, now, id)
    await enqueue(tx, now, toHolders(view, 'edited', String(number)))
    await recordRequest(tx, now, actor, 'edited', view, { revision: number, round: view.round, before: request.content, after: content })
    return view
  }))
}

/** The wish with the grant that the request is about, which does not change. */
function asBefore(request: StoredRequest, wanted: RequestBody): RequestBody {
  const stated = kindOf(wanted)
  if (stated !== 'grant' && (stated !== request.kind || (wanted.renews ?? wanted.confirms) !== request.grantId)) {
    throw new AppError('conflict', 'What kind of request it is, and which grant it is about, stays. Withdraw it and ask anew. Nothing was changed.')
  }
  const { renews: _renews, confirms: _confirms, ...rest } = wanted
  if (request.kind === 'renewal') return { ...rest, renews: request.grantId ?? '' }
  return request.kind === 'confirmation' ? { ...rest, confirms: request.grantId ?? '' } : rest
}
