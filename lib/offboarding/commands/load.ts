import { type Actor, reach, require } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { type CaseAction, caseRefusal } from '@/lib/offboarding/machine'
import { findSubject, type SubjectFact } from '@/lib/offboarding/queries/subjects'
import { standOf, visibleCases } from '@/lib/offboarding/queries/visible'
import { openingRefusal, runningRefusal, type Stand } from '@/lib/offboarding/rights'

export type CaseRecord = Prisma.OffboardingCaseGetPayload<object>

/** A case under its lock, and a context whose time is not before what it rests on. */
export type LockedCase = { row: CaseRecord; ctx: Ctx }

/** Locks a case until commit, before anything else: whatever is done with it, one comes after the other. Null where there is none. */
export async function lockCase(tx: Tx, ctx: Ctx, id: string): Promise<LockedCase | null> {
  await tx.$queryRaw`SELECT id FROM offboarding_case WHERE id = ${id} FOR UPDATE`
  const row = await tx.offboardingCase.findUnique({ where: { id } })
  return row === null ? null : { row, ctx: row.updatedAt > ctx.now ? { ...ctx, now: row.updatedAt } : ctx }
}

/** A case that the actor may see, under its lock; `illegal_transition` where its stage does not allow `action`. */
export async function lockVisible(tx: Tx, ctx: Ctx, actor: Actor, id: string, action: CaseAction): Promise<LockedCase> {
  const seen = await tx.offboardingCase.count({ where: { AND: [visibleCases(actor), { id }] } })
  const locked = seen === 0 ? null : await lockCase(tx, ctx, id)
  if (locked === null) throw notFound('offboarding')
  refuseIn(action, locked.row)
  return locked
}

/** Throws `illegal_transition` where the stage does not allow it. */
export function refuseIn(action: CaseAction, row: CaseRecord): void {
  const refusal = caseRefusal(action, row.stage)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
}

/** The subject as it is now; a case's subject is never deleted. */
export async function subjectOf(tx: Tx, row: CaseRecord): Promise<SubjectFact> {
  const subject = await findSubject({ kind: row.subjectKind, id: row.subjectId }, tx)
  if (subject === null) throw new Error(`The subject of offboarding ${row.id} is missing`)
  return subject
}

/** Throws `forbidden` unless the actor may do this with the case: `open` freezes it too, `run` carries it on. The console itself may. */
export function requireStand(actor: Actor, permission: Extract<Permission, 'offboarding.open' | 'offboarding.run'>, subject: SubjectFact, caseOwnerId: string | null): Stand {
  require(actor, permission)
  const stand = standOf(actor, subject, caseOwnerId)
  if (actor.kind === 'system') return stand
  const refusal = permission === 'offboarding.open' ? openingRefusal(reach(actor, permission), stand) : runningRefusal(reach(actor, permission), stand)
  if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
  return stand
}
