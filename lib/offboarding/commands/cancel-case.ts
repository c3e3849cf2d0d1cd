import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { enqueue } from '@/lib/notify/enqueue'
import { cancelledMessages } from '@/lib/offboarding/messages'
import type { CaseView, FrozenBefore } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { neverAttests } from '@/lib/offboarding/rights'
import { thawServerIn } from '@/lib/registry/commands/end-holder'
import type { Lifecycle } from '@/lib/registry/model'
import { record } from '@/lib/trail/record'
import type { Rest } from './freeze-case'
import { type CaseRecord, lockVisible } from './load'
import { lockSubject } from './lock-subject'
import { newsOf, recordCase, updateCase, wake } from './write'

/** Nothing ends after all: a freeze is lifted, and what was before it is in force again, exactly. Until anything was revoked; on a security reviewer's name. */
export async function cancelCase(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<CaseView> {
  if (require(actor, 'offboarding.sign') !== 'all') throw new AppError('forbidden', 'An offboarding is cancelled by a security reviewer. Nothing was changed.')
  const never = actor.kind === 'system' ? null : neverAttests(actor)
  if (never !== null) throw new AppError('forbidden', 'An offboarding is cancelled by a person, signed in. Nothing was changed.')
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'cancel')
    if (row.subjectKind === 'person' && actor.behind.includes(row.subjectId)) throw new AppError('forbidden', 'Nobody cancels the end of their own account. Nothing was changed.')
    const rest = await cancelIn(tx, now, actor, row, reason)
    const view = await readCase(actor, id, now.now, tx)
    await rest()
    return view
  })
}

/** The same in the caller's transaction, which holds the case's lock and has asked who may. */
export async function cancelIn(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, reason: string): Promise<Rest> {
  const thawed = row.stage === 'frozen' ? await thaw(tx, ctx, actor, row, reason) : async () => {}
  await updateCase(tx, ctx, row.id, { stage: 'cancelled', cancelledAt: ctx.now, cancelledBy: actor.id, cancelReason: reason })
  const acting = await tx.offboardingLine.findMany({ where: { caseId: row.id, ownerId: { not: null } }, select: { ownerId: true }, distinct: ['ownerId'] })
  await enqueue(tx, ctx, cancelledMessages(newsOf(row, actor), reason, [row.ownerId, ...acting.map((line) => line.ownerId)], [...actor.behind, row.subjectId]))
  await wake(tx)
  return async () => {
    await thawed()
    await recordCase(tx, ctx, actor, 'cancelled', row, { reason, from: row.stage })
  }
}

/** Puts back what freezing has changed: of a server its life cycle, of the others nothing but the freeze. */
async function thaw(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, reason: string): Promise<Rest> {
  const subject = await lockSubject(tx, { kind: row.subjectKind, id: row.subjectId })
  await tx.freeze.updateMany({ where: { caseId: row.id, liftedAt: null }, data: { liftedAt: ctx.now, liftedBy: actor.id } })
  const before = row.before as FrozenBefore | null
  if (subject.kind !== 'server' || before?.lifecycle === undefined || subject.lifecycle !== 'offboarding') {
    await declare(tx, ctx, actor, { reason: `${subject.name} acts again: offboarding ${row.id} is cancelled` })
    return async () => {}
  }
  const to = before.lifecycle as Lifecycle
  await thawServerIn(tx, ctx, actor, { id: subject.id, slug: subject.name, lifecycle: 'offboarding' }, to, (before.lifecycleBefore ?? null) as Lifecycle | null)
  return () => record(tx, ctx, { actor, action: 'server.moved', object: { kind: 'server', id: subject.id, name: subject.name }, detail: { from: 'offboarding', to, reason, offboarding: row.id } })
}
