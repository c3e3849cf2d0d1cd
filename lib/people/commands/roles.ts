import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import type { Role } from '@/lib/people/model'
import { GUARDED_ROLES, mayAsk, mayConsent, planRoles } from '@/lib/people/roles'

/** Active holders of the guarded roles. Takes a lock, so that two changes at once cannot both be the last but one. */
export async function guardedHolders(tx: Tx): Promise<Record<string, string[]>> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410003)`
  const found = await tx.person.findMany({ where: { active: true, roles: { hasSome: [...GUARDED_ROLES] } }, select: { id: true, roles: true } })
  return Object.fromEntries(GUARDED_ROLES.map((role) => [role, found.filter((person) => person.roles.includes(role)).map((person) => person.id)]))
}

/** Applies a wished set of roles by the rules; what waits for consent is filed. Returns the roles that count now and those that wait. */
export async function settleRoles(tx: Tx, ctx: Ctx, actor: Actor, input: { personId: string; isNew: boolean; before: readonly Role[]; wanted: readonly Role[] }): Promise<{ roles: Role[]; pending: Role[] }> {
  const plan = planRoles({ personId: input.isNew ? null : input.personId, before: input.before, wanted: input.wanted, behind: actor.behind, holders: await guardedHolders(tx) })
  if (!plan.ok) throw new AppError('forbidden', `${plan.reason} Nothing was changed.`, { errors: [{ path: 'roles', message: plan.reason }] })
  if (!input.isNew) await withdrawRoleChanges(tx, ctx, actor, input.personId, plan.pending)
  const refusal = plan.pending.length === 0 ? null : mayAsk(actor)
  if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`, { errors: [{ path: 'roles', message: refusal }] })
  for (const role of plan.pending) {
    const waiting = await tx.roleChange.findFirst({ where: { personId: input.personId, role, decidedAt: null } })
    if (waiting === null) await tx.roleChange.create({ data: { id: ctx.id('roleChange'), personId: input.personId, role, requestedBy: actor.personId ?? actor.id, requestedAt: ctx.now } })
  }
  return { roles: plan.roles, pending: plan.pending }
}

/** Ends what a person waits for, apart from the roles still wished for: a late consent must not give what nobody wants any more. */
export async function withdrawRoleChanges(tx: Tx, ctx: Ctx, actor: Actor, personId: string, except: readonly Role[]): Promise<void> {
  await tx.roleChange.updateMany({
    where: { personId, decidedAt: null, role: { notIn: [...except] } }, data: { decidedAt: ctx.now, decidedBy: actor.personId, granted: false, reason: 'withdrawn' },
  })
}

/** A second holder's answer to a waiting role. */
export async function answerRoleChange(actor: Actor, ctx: Ctx, id: string, input: { answer: 'grant' | 'refuse'; reason: string }): Promise<{ id: string; granted: boolean }> {
  require(actor, 'people.read')
  return transaction(async (tx) => {
    const holders = await guardedHolders(tx)
    const change = await tx.roleChange.findUnique({ where: { id } })
    if (change === null) throw notFound('role change')
    if (change.decidedAt !== null) throw new AppError('conflict', 'This has been decided already. Nothing was changed.')
    const refusal = mayConsent(change, actor, holders[change.role] ?? [])
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    const granted = input.answer === 'grant'
    const person = await tx.person.findUniqueOrThrow({ where: { id: change.personId } })
    if (granted && !person.active) throw invalid('answer', 'the person has left')
    await tx.roleChange.update({ where: { id }, data: { decidedAt: ctx.now, decidedBy: actor.personId, granted, reason: input.reason } })
    if (granted && !person.roles.includes(change.role)) await tx.person.update({ where: { id: person.id }, data: { roles: { push: change.role }, updatedAt: ctx.now } })
    await record(tx, ctx, {
      actor, action: granted ? 'person.role_granted' : 'person.role_refused', object: { kind: 'person', id: person.id, name: person.email },
      detail: { role: change.role, requestedBy: change.requestedBy, reason: input.reason },
    })
    return { id, granted }
  })
}
