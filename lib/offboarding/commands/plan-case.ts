import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CaseView, PlanCaseInput } from '@/lib/offboarding/model'
import { plannedFaults } from '@/lib/offboarding/opening'
import { readCase } from '@/lib/offboarding/queries/cases'
import { residualLines } from '@/lib/offboarding/residual'
import { loadFacts } from '@/lib/offboarding/queries/residual-facts'
import type { SubjectFact } from '@/lib/offboarding/queries/subjects'
import { standBehind } from './hand-over'
import { type CaseRecord, lockVisible, requireStand, subjectOf } from './load'
import { heir, replacement } from './open-case'
import { insertLines, recordCase, updateCase, wake } from './write'

/** Changes what a case that has revoked nothing is planned as: dates, the watch, who answers, who succeeds. What comes in its place can be said until long afterwards. */
export async function planCase(ctx: Ctx, actor: Actor, id: string, input: PlanCaseInput): Promise<CaseView> {
  require(actor, 'offboarding.run')
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, onlyLinks(input) ? 'link' : 'plan')
    const subject = await subjectOf(tx, row)
    requireStand(actor, 'offboarding.run', subject, row.ownerId)
    const data = await dataOf(tx, now, actor, row, subject, input)
    if (Object.keys(data).length > 0) {
      await updateCase(tx, now, id, data)
      if (data.successorId !== undefined || data.ownerId !== undefined) await suggestAgain(tx, now, { ...row, ...(data.ownerId === undefined ? {} : { ownerId: data.ownerId }), ...(data.successorId === undefined ? {} : { successorId: data.successorId }) })
      await wake(tx)
    }
    const view = await readCase(actor, id, now.now, tx)
    if (Object.keys(data).length > 0) await recordCase(tx, now, actor, 'planned', row, { before: pick(row, data), after: data })
    return view
  })
}

/** Only what comes after it is said: nothing of that changes how it ends. */
function onlyLinks(input: PlanCaseInput): boolean {
  return Object.entries(input).every(([key, value]) => key === 'replacedBy' || value === undefined)
}

type Planned = { reason?: string; ownerId?: string | null; successorId?: string | null; replacedById?: string | null; watchDays?: number; plannedFreezeAt?: Date | null; plannedRevokeAt?: Date | null }

async function dataOf(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, subject: SubjectFact, input: PlanCaseInput): Promise<Planned> {
  if (row.stage !== 'open' && input.plannedFreezeAt !== undefined && input.plannedFreezeAt !== null) throw new AppError('invalid_input', 'It is frozen already. Nothing was changed.', { errors: [{ path: 'plannedFreezeAt', message: 'is over: it is frozen' }] })
  const faults = plannedFaults({ plannedFreezeAt: input.plannedFreezeAt ?? null, plannedRevokeAt: input.plannedRevokeAt ?? null }, ctx.now.getTime())
  const [freezeAt, revokeAt] = [input.plannedFreezeAt === undefined ? row.plannedFreezeAt : input.plannedFreezeAt, input.plannedRevokeAt === undefined ? row.plannedRevokeAt : input.plannedRevokeAt]
  if (faults.length === 0 && row.stage === 'open' && freezeAt !== null && revokeAt !== null && revokeAt < freezeAt) faults.push({ path: 'plannedRevokeAt', message: 'comes before the freeze' })
  if (faults.length > 0) throw new AppError('invalid_input', `It cannot be planned like this: ${faults.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors: faults })
  if (input.replacedBy !== undefined && input.replacedBy !== null && row.intent === 'retire') throw new AppError('invalid_input', 'What is retired is replaced by nothing. Nothing was changed.', { errors: [{ path: 'replacedBy', message: 'is for what is replaced or repurposed' }] })
  const person = async (email: string | null, path: string): Promise<string | null> => (email === null ? null : heir(tx, subject, email, path))
  return {
    ...(input.reason === undefined ? {} : { reason: input.reason }), ...(input.watchDays === undefined ? {} : { watchDays: input.watchDays }),
    ...(input.ownerEmail === undefined ? {} : { ownerId: await person(input.ownerEmail, 'ownerEmail') }), ...(input.successorEmail === undefined ? {} : { successorId: await person(input.successorEmail, 'successorEmail') }),
    ...(input.replacedBy === undefined ? {} : { replacedById: input.replacedBy === null ? null : await replacement(tx, ctx, actor, subject, input.replacedBy) }),
    ...(input.plannedFreezeAt === undefined ? {} : { plannedFreezeAt: input.plannedFreezeAt }), ...(input.plannedRevokeAt === undefined ? {} : { plannedRevokeAt: input.plannedRevokeAt }),
  }
}

/** Another successor changes where things would go: the open lines say so at once. */
async function suggestAgain(tx: Tx, ctx: Ctx, row: CaseRecord): Promise<void> {
  const facts = await loadFacts({ kind: row.subjectKind, id: row.subjectId }, ctx.now, tx, { stand: await standBehind(tx, row) })
  const lines = facts === null ? [] : residualLines(facts)
  await insertLines(tx, ctx, row.id, lines)
  for (const line of lines) await tx.offboardingLine.updateMany({ where: { caseId: row.id, key: line.key, state: 'open' }, data: { toId: line.to, why: line.why, action: line.action, ownerId: line.who } })
}

function pick(row: CaseRecord, data: Planned): Record<string, unknown> {
  return Object.fromEntries((Object.keys(data) as (keyof Planned & keyof Prisma.OffboardingCaseGetPayload<object>)[]).map((key) => [key, row[key]]))
}
