import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { transferMessages } from '@/lib/lifecycle/messages'
import { getTransfer, serverPlace, somebodyOf } from '@/lib/lifecycle/queries/transfers'
import { type AskTransfer, judgeAsk, LAPSE_MS, PART_WORDS, type Part, type Somebody } from '@/lib/lifecycle/transfer'
import type { TransferView } from '@/lib/lifecycle/transfer-view'
import { enqueue } from '@/lib/notify/enqueue'
import { activePerson, change } from '@/lib/registry/commands/load'
import { record } from '@/lib/trail/record'
import { handOver, refuseUnable } from './hand-over'
import { lockHolder, type LockedHolder } from './lock-holder'

/** The person behind the actor; a token hands nothing over and takes nothing. */
export function inPerson(actor: Actor): Somebody {
  require(actor, 'ownership.change')
  const who = somebodyOf(actor)
  if (who === null) throw new AppError('forbidden', 'Only people hand things over and take them: sign in. Nothing was changed.')
  return who
}

/**
 * Asks that somebody becomes owner, backup owner or sponsor. Whoever asks has agreed for their own side; where that is both, it goes over
 * at once. `already_exists` while another one waits for the same place.
 */
export async function askTransfer(ctx: Ctx, actor: Actor, input: AskTransfer): Promise<TransferView> {
  const who = inPerson(actor)
  return change(async (tx) => {
    const holder = await lockHolder(tx, actor, input.kind, input.subject)
    if (!holder.inService) throw new AppError('conflict', `${holder.name} is not in service; nobody takes it over. Nothing was changed.`)
    const to = input.toEmail === undefined ? { id: who.personId, name: actor.name } : await activePerson(tx, input.toEmail, 'toEmail')
    await refuseUnable(tx, holder, input.part, to)
    const has = placeOf(holder, input.part)
    const { fromActive, alsoFrom } = holder.kind === 'agent' ? { fromActive: holder.owner.active, alsoFrom: null } : serverPlace(input.part, holder.owner, holder.backup)
    const fromId = has?.active === true ? has.id : null
    const answer = judgeAsk({ fromId, toId: to.id, alsoFrom, fromActive }, who)
    if (!answer.ok) throw new AppError('forbidden', `${answer.reason}. Nothing was changed.`)
    await refuseWaiting(tx, holder, input.part)
    const id = ctx.id('transfer')
    const row = await tx.ownershipTransfer.create({ data: {
      id, holderKind: holder.kind, holderId: holder.id, part: input.part, fromId, toId: to.id, reason: input.reason, askedBy: who.personId, askedAt: ctx.now, state: 'waiting', lapsesAt: new Date(ctx.now.getTime() + LAPSE_MS),
      ...(answer.sides.from ? { fromAgreedAt: ctx.now, fromAgreedBy: who.personId } : {}), ...(answer.sides.to ? { toAgreedAt: ctx.now } : {}),
    } })
    if (answer.sides.from && answer.sides.to) return handOver(tx, ctx, actor, row, holder)
    const told = { id, name: holder.name, part: input.part, from: has?.name ?? null, to: to.name, by: actor.name, reason: input.reason }
    await enqueue(tx, ctx, transferMessages('asked', told, await askedOf(tx, who, { fromId, alsoFrom, toId: to.id, sides: answer.sides })))
    const view = await getTransfer(actor, id, ctx.now, tx)
    await record(tx, ctx, { actor, action: 'ownership.transfer_asked', object: { kind: holder.kind, id: holder.id, name: holder.name }, detail: { transfer: id, part: input.part, from: has?.name ?? null, to: to.name, reason: input.reason } })
    return view
  })
}

export function placeOf(holder: LockedHolder, part: Part): LockedHolder['backup'] {
  return part === 'backup' ? holder.backup : holder.owner
}

async function refuseWaiting(tx: Tx, holder: LockedHolder, part: Part): Promise<void> {
  const waiting = await tx.ownershipTransfer.findFirst({ where: { holderKind: holder.kind, holderId: holder.id, part, state: 'waiting' }, select: { id: true } })
  if (waiting !== null) throw new AppError('already_exists', `A transfer of ${holder.name} to another ${PART_WORDS[part]} waits already (${waiting.id}). It must be answered or withdrawn first. Nothing was changed.`, { errors: [{ path: 'part', message: 'has a transfer that waits' }] })
}

/** Who is asked: the sides that have not agreed; security reviewers where nobody can speak for the present one. */
async function askedOf(tx: Tx, who: Somebody, asked: { fromId: string | null; alsoFrom: string | null; toId: string; sides: { from: boolean; to: boolean } }): Promise<string[]> {
  const from = asked.sides.from ? [] : [asked.fromId, asked.alsoFrom].filter((id) => id !== null)
  const reviewers = asked.sides.from || from.length > 0 ? [] : (await tx.person.findMany({ where: { active: true, roles: { has: 'security_reviewer' } }, select: { id: true } })).map(({ id }) => id)
  return [...from, ...reviewers, ...(asked.sides.to ? [] : [asked.toId])].filter((id) => id !== who.personId)
}

export function noReason(): AppError {
  return invalid('reason', 'is needed: you agree in somebody else’s place')
}
