import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { transferMessages } from '@/lib/lifecycle/messages'
import { getTransfer, withPlaces } from '@/lib/lifecycle/queries/transfers'
import { judgeAgree, mayDecline, mayWithdraw, partOf, type Somebody, type TransferFact } from '@/lib/lifecycle/transfer'
import { factOf, type TransferView } from '@/lib/lifecycle/transfer-view'
import { enqueue } from '@/lib/notify/enqueue'
import { change } from '@/lib/registry/commands/load'
import { record } from '@/lib/trail/record'
import { inPerson, noReason, placeOf } from './ask-transfer'
import { handOver } from './hand-over'
import { lockHolder, type LockedHolder } from './lock-holder'

type Row = Prisma.OwnershipTransferGetPayload<object>
type Locked = { row: Row; fact: TransferFact; holder: LockedHolder; who: Somebody }

/** Agrees for one's side; with the second agreement it goes over at once. In place of whoever has it only a security reviewer, with a reason. */
export async function acceptTransfer(ctx: Ctx, actor: Actor, id: string, reason?: string): Promise<TransferView> {
  const who = inPerson(actor)
  return change(async (tx) => {
    const { row, fact, holder } = await lock(tx, ctx, actor, id, who)
    const answer = judgeAgree(fact, who, ctx.now.getTime())
    if (!answer.ok) throw new AppError(fact.state === 'waiting' ? 'forbidden' : 'conflict', `${answer.reason}. Nothing was changed.`)
    if (answer.instead && reason === undefined) throw noReason()
    const agreed = await tx.ownershipTransfer.update({ where: { id }, data: {
      ...(answer.sides.from ? { fromAgreedAt: ctx.now, fromAgreedBy: who.personId } : {}), ...(answer.sides.to ? { toAgreedAt: ctx.now } : {}), ...(reason === undefined ? {} : { closeReason: reason }),
    } })
    if (agreed.fromAgreedAt !== null && agreed.toAgreedAt !== null) return handOver(tx, ctx, actor, agreed, holder)
    const view = await getTransfer(actor, id, ctx.now, tx)
    await record(tx, ctx, { actor, action: 'ownership.transfer_agreed', object: objectOf(holder), detail: { transfer: id, part: row.part, sides: answer.sides, ...(reason === undefined ? {} : { reason }) } })
    return view
  })
}

/** Says no, for one's side. */
export async function declineTransfer(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<TransferView> {
  return close(ctx, actor, id, reason, 'declined', mayDecline, 'It is declined by whoever has it or whoever is to have it')
}

/** Takes back what one asked for. */
export async function withdrawTransfer(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<TransferView> {
  return close(ctx, actor, id, reason, 'withdrawn', mayWithdraw, 'It is withdrawn by whoever asked, or by a security reviewer')
}

async function close(ctx: Ctx, actor: Actor, id: string, reason: string, state: 'declined' | 'withdrawn', may: (fact: TransferFact, who: Somebody) => boolean, refusal: string): Promise<TransferView> {
  const who = inPerson(actor)
  return change(async (tx) => {
    const { row, fact, holder } = await lock(tx, ctx, actor, id, who)
    if (fact.state !== 'waiting') throw new AppError('conflict', `The transfer is ${fact.state} already. Nothing was changed.`)
    if (!may(fact, who)) throw new AppError('forbidden', `${refusal}. Nothing was changed.`)
    await closeTransferIn(tx, ctx, actor, row, holder, state, reason)
    const view = await getTransfer(actor, id, ctx.now, tx)
    await record(tx, ctx, { actor, action: `ownership.transfer_${state}`, object: objectOf(holder), detail: { transfer: id, part: row.part, reason } })
    return view
  })
}

/** Closes one that waits, and tells both sides; the caller records it last. */
export async function closeTransferIn(tx: Tx, ctx: Ctx, actor: Actor, row: Row, holder: LockedHolder, state: 'declined' | 'withdrawn' | 'lapsed', reason: string): Promise<void> {
  await tx.ownershipTransfer.update({ where: { id: row.id }, data: { state, closedAt: ctx.now, closedBy: actor.personId ?? actor.id, closeReason: reason } })
  const to = await tx.person.findUniqueOrThrow({ where: { id: row.toId }, select: { name: true } })
  const part = partOf(holder.kind, row.part)
  const people = [row.fromId, row.toId, row.askedBy].filter((id): id is string => id !== null && id !== actor.personId)
  await enqueue(tx, ctx, transferMessages(state, { id: row.id, name: holder.name, part, from: placeOf(holder, part)?.name ?? null, to: to.name, by: actor.name, reason }, people))
}

function objectOf(holder: LockedHolder): { kind: string; id: string; name: string } {
  return { kind: holder.kind, id: holder.id, name: holder.name }
}

/** What it is about first, then the transfer, as asking does. */
async function lock(tx: Tx, ctx: Ctx, actor: Actor, id: string, who: Somebody): Promise<Locked> {
  await getTransfer(actor, id, ctx.now, tx)
  const seen = await tx.ownershipTransfer.findUniqueOrThrow({ where: { id } })
  const holder = await lockHolder(tx, actor, seen.holderKind === 'agent' ? 'agent' : 'server', seen.holderId, true)
  await tx.$queryRaw`SELECT id FROM ownership_transfer WHERE id = ${id} FOR UPDATE`
  const row = await tx.ownershipTransfer.findUniqueOrThrow({ where: { id } })
  const [stored] = await withPlaces([row], tx)
  if (stored === undefined) throw notFound('transfer')
  return { row, fact: factOf(stored), holder, who }
}
