import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { makeGrants, type MadeGrant, recordMade } from '@/lib/grants/commands/make-grants'
import { enqueue } from '@/lib/notify/enqueue'
import { toChannel, toConcerned, toHolders } from '@/lib/requests/messages'
import type { RequestBody, RequestView } from '@/lib/requests/model'
import { emergencyWindow } from '@/lib/requests/need'
import { lapsesAt } from '@/lib/requests/stored'
import { grantRows } from './grant-rows'
import { lockRequest, refuseIn, requireRequester } from './load'
import { type Prepared, prepare } from './prepare'
import { refuseSecond } from './second'
import { addRevision, columnsOf, readRequest, recordRequest } from './write'

/**
 * Asks for grants: a new one, a renewal, a confirmation of an imported one, or an emergency, which is granted at once for hours. From
 * a draft (`draftId`) the draft becomes the request. Those who hold it are told. Refuses as `prepare` does; a second open renewal or
 * confirmation of one grant is `already_exists`.
 */
export async function submitRequest(ctx: Ctx, actor: Actor, body: RequestBody, draftId?: string): Promise<RequestView> {
  return refuseSecond(() => transaction((tx) => submitRequestIn(tx, ctx, actor, body, draftId)))
}

/** The same in the caller's transaction. It locks what the request rests on and ends with the trail's entry. */
export async function submitRequestIn(tx: Tx, ctx: Ctx, actor: Actor, body: RequestBody, draftId?: string): Promise<RequestView> {
  const { ctx: now, behind } = draftId === undefined ? { ctx, behind: actor.behind } : await takeDraft(tx, ctx, actor, draftId)
  const prepared = await prepare(tx, now, actor, body, { behind, policyNumber: null })
  const id = draftId ?? ctx.id('request')
  const made = prepared.kind === 'break_glass' ? await breakGlass(tx, now, actor, id, prepared) : []
  await save(tx, now, actor, id, body, { ...prepared, grantId: made[0]?.id ?? prepared.grantId, behind }, draftId !== undefined)
  const view = await readRequest(tx, now, id)
  const occasion = prepared.kind === 'break_glass' ? 'broke_glass' : 'submitted'
  await enqueue(tx, now, [...toHolders(view, occasion, '1'), ...(made.length === 0 ? [] : toConcerned(view, concernedBy(prepared))), toChannel(view, occasion)])
  await recordMade(tx, now, actor, made)
  await recordRequest(tx, now, actor, occasion, view, { kind: prepared.kind, policy: prepared.facts.policyNumber, after: prepared.content, grants: view.grantIds })
  return view
}

/** Whoever wrote on the draft stands behind what it becomes, as with an edit. */
async function takeDraft(tx: Tx, ctx: Ctx, actor: Actor, draftId: string): Promise<{ ctx: Ctx; behind: string[] }> {
  const locked = await lockRequest(tx, ctx, actor, draftId)
  requireRequester(actor, locked.request)
  refuseIn('submit', locked)
  return { ctx: locked.ctx, behind: [...new Set([...locked.request.behind, ...actor.behind])] }
}

/** The grants of an emergency, in force from now on. */
async function breakGlass(tx: Tx, ctx: Ctx, actor: Actor, requestId: string, { content, facts }: Prepared): Promise<MadeGrant[]> {
  if (content.startsAt !== null) throw new AppError('invalid_input', 'What breaks the glass begins at once. Nothing was changed.', { errors: [{ path: 'startsAt', message: 'is not for emergencies' }] })
  const window = emergencyWindow(facts.policies, content, ctx.now.getTime())
  return makeGrants(tx, ctx, actor, grantRows(content, 'break_glass', requestId, () => window))
}

/** Whose server and agent an emergency is about, as far as they are still here. */
function concernedBy({ facts: { approval } }: Prepared): string[] {
  const { ownerId, backupOwnerId, sponsorId, reviewers, active } = approval
  return [ownerId, backupOwnerId, sponsorId].flatMap((id) => (id !== null && active.has(id) && !reviewers.has(id) ? [id] : []))
}

async function save(tx: Tx, ctx: Ctx, actor: Actor, id: string, body: RequestBody, { kind, content, grantId, facts, behind }: Prepared & { behind: readonly string[] }, draft: boolean): Promise<void> {
  const lapseDays = facts.policies[0]?.lapseDays ?? 14
  const data = {
    kind, state: 'pending' as const, requesterId: actor.personId ?? '', requestedBy: actor.id, behind: [...behind], ...columnsOf(content), sponsorId: facts.approval.sponsorId, revision: 1, round: 1, policyNumber: facts.policyNumber, grantId,
    submittedAt: ctx.now, lapsesAt: lapsesAt(ctx.now, lapseDays, content.terms), updatedAt: ctx.now,
    ...(body.origin === undefined ? {} : { origin: body.origin as Prisma.InputJsonObject }),
  }
  if (draft) await tx.grantRequest.update({ where: { id }, data })
  else await tx.grantRequest.create({ data: { id, ...data, createdAt: ctx.now } })
  await addRevision(tx, ctx, actor, id, { number: 1, change: 'submitted', content })
}
