import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { transferMessages } from '@/lib/lifecycle/messages'
import { getTransfer } from '@/lib/lifecycle/queries/transfers'
import { type Part, PART_WORDS, partOf } from '@/lib/lifecycle/transfer'
import type { TransferView } from '@/lib/lifecycle/transfer-view'
import { enqueue } from '@/lib/notify/enqueue'
import { isFrozenNow } from '@/lib/people/queries/freezes'
import { changePartIn } from '@/lib/registry/commands/change-part'
import { record } from '@/lib/trail/record'
import { writeAttestation } from './attest'
import type { LockedHolder } from './lock-holder'

type TransferRow = Prisma.OwnershipTransferGetPayload<object>

/** Whoever takes something over is there, acts, and does not back up themselves. The person's row is locked against their leaving. */
export async function refuseUnable(tx: Tx, holder: LockedHolder, part: Part, to: { id: string; name: string }): Promise<void> {
  const [person] = await tx.$queryRaw<{ active: boolean }[]>`SELECT active FROM person WHERE id = ${to.id} FOR SHARE`
  if (person?.active !== true || await isFrozenNow('person', to.id, tx)) throw invalid('toEmail', `${to.name} has left, or is about to. Nothing was changed.`)
  const place = part === 'backup' ? holder.backup : holder.owner
  if (place?.id === to.id) throw invalid('toEmail', `${to.name} is ${PART_WORDS[part]} of ${holder.name} already. Nothing was changed.`)
  if (part === 'backup' && holder.owner.id === to.id) throw invalid('toEmail', `${to.name} owns ${holder.name}; nobody backs up themselves. Nothing was changed.`)
}

/** Both sides have agreed: it goes over, in the caller's transaction, which has locked the holder. Whoever takes it over says by that that it is theirs. */
export async function handOver(tx: Tx, ctx: Ctx, actor: Actor, row: TransferRow, holder: LockedHolder): Promise<TransferView> {
  const part = partOf(holder.kind, row.part)
  const to = await tx.person.findUniqueOrThrow({ where: { id: row.toId }, select: { id: true, name: true } })
  const has = part === 'backup' ? holder.backup : holder.owner
  if (row.fromId !== null && has?.id !== row.fromId) throw new AppError('conflict', `${holder.name} is somebody else’s by now: the transfer is void. Nothing was changed.`)
  if (!holder.inService) throw new AppError('conflict', `${holder.name} is not in service any more; nobody takes it over. Nothing was changed.`)
  await refuseUnable(tx, holder, part, to)
  await changePartIn(tx, ctx, actor, holder.kind === 'agent' ? { kind: 'agent', id: holder.id, name: holder.name, toId: to.id } : { kind: 'server', id: holder.id, slug: holder.name, part: part === 'backup' ? 'backup' : 'owner', toId: to.id })
  if (part !== 'backup') await writeAttestation(tx, ctx, holder, to.id)
  await tx.ownershipTransfer.update({ where: { id: row.id }, data: { state: 'done', closedAt: ctx.now, closedBy: actor.personId ?? actor.id } })
  const told = { id: row.id, name: holder.name, part, from: has?.name ?? null, to: to.name, by: actor.name, reason: row.reason }
  await enqueue(tx, ctx, transferMessages('done', told, [row.fromId, row.toId, row.askedBy, has?.id ?? null].filter((id) => id !== null && id !== actor.personId).map(String)))
  await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', '')`
  const view = await getTransfer(actor, row.id, ctx.now, tx)
  await record(tx, ctx, { actor, action: 'ownership.transferred', object: { kind: holder.kind, id: holder.id, name: holder.name }, detail: { transfer: row.id, part, from: has?.name ?? null, to: to.name, reason: row.reason } })
  return view
}
