import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import type { CaseView, FrozenBefore } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import type { SubjectFact } from '@/lib/offboarding/queries/subjects'
import { refuseLastHolder } from '@/lib/people/commands/leave-person'
import { freezeServerIn } from '@/lib/registry/commands/end-holder'
import type { Lifecycle } from '@/lib/registry/model'
import { record } from '@/lib/trail/record'
import { type CaseRecord, lockVisible, requireStand, subjectOf } from './load'
import { lockSubject } from './lock-subject'
import { recordCase, updateCase, wake } from './write'

/** What is left to write into the trail once everything is changed: its lock comes last. */
export type Rest = () => Promise<void>

/** From now on every decision about the subject denies. Nothing is revoked: cancelling brings back exactly what was. */
export async function freezeCase(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<CaseView> {
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'freeze')
    requireStand(actor, 'offboarding.open', await subjectOf(tx, row), row.ownerId)
    const rest = await freezeIn(tx, now, actor, row, reason)
    await wake(tx)
    const view = await readCase(actor, id, now.now, tx)
    await rest()
    return view
  })
}

/** The same in the caller's transaction, which holds the case's lock (or has just made it) and has asked who may. */
export async function freezeIn(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, reason: string): Promise<Rest> {
  const subject = await lockSubject(tx, { kind: row.subjectKind, id: row.subjectId })
  if (subject.kind === 'person') await refuseLastHolder(tx, subject.id, ctx.now)
  const { before, moved } = subject.kind === 'server' ? await whatWas(tx, subject) : { before: { active: subject.active }, moved: null }
  // What an earlier, closed case has left in force ends here: an identity is frozen once at a time.
  await tx.freeze.updateMany({ where: { holderKind: subject.kind, holderId: subject.id, liftedAt: null }, data: { liftedAt: ctx.now, liftedBy: 'system' } })
  await tx.freeze.create({ data: { id: ctx.id('freeze'), holderKind: subject.kind, holderId: subject.id, caseId: row.id, reason, by: actor.id, at: ctx.now } })
  await updateCase(tx, ctx, row.id, { stage: 'frozen', before, interested: [...new Set([...row.interested, ...subject.ownerIds])], frozenAt: ctx.now, frozenBy: actor.id })
  if (moved === null) await declare(tx, ctx, actor, { reason: `${subject.name} frozen by offboarding ${row.id}` })
  else await freezeServerIn(tx, ctx, actor, { id: subject.id, slug: subject.name, lifecycle: moved })
  return async () => {
    if (moved !== null) await record(tx, ctx, { actor, action: 'server.moved', object: { kind: 'server', id: subject.id, name: subject.name }, detail: { from: moved, to: 'offboarding', reason, offboarding: row.id } })
    await recordCase(tx, ctx, actor, 'frozen', row, { reason, before })
  }
}

/** States from which a server may be offboarded; it is there already where it was moved before there were cases. */
const RUNNING: ReadonlySet<string> = new Set(['pilot', 'active', 'quarantined'])

/** What cancelling restores, and from where the server is moved; null = it is in `offboarding` already. */
async function whatWas(tx: Tx, server: SubjectFact): Promise<{ before: FrozenBefore; moved: Lifecycle | null }> {
  const pilotUntil = server.pilotUntil?.toISOString() ?? null
  if (server.lifecycle === 'offboarding' && server.revokedAt === null) {
    const back = server.lifecycleBefore ?? 'quarantined'
    return { before: { lifecycle: back, lifecycleBefore: back === 'quarantined' ? await ranBefore(tx, server.id) : null, pilotUntil }, moved: null }
  }
  const from = server.lifecycle as Lifecycle
  if (!RUNNING.has(from)) throw new AppError('conflict', `The server is ${from}; only one that is pilot, active or quarantined is offboarded. Nothing was changed.`)
  return { before: { lifecycle: from, lifecycleBefore: server.lifecycleBefore, pilotUntil }, moved: from }
}

/** The running state of the server before its quarantine. */
async function ranBefore(tx: Tx, serverId: string): Promise<string | null> {
  const found = await tx.stateChange.findFirst({ where: { holderKind: 'server', holderId: serverId, state: { in: ['pilot', 'active'] } }, orderBy: [{ at: 'desc' }, { id: 'desc' }], select: { state: true } })
  return found?.state ?? null
}
