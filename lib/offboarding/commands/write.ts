import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import type { CaseNews } from '@/lib/offboarding/messages'
import type { ResidualLine } from '@/lib/offboarding/model'
import { record } from '@/lib/trail/record'

/** On which the jobs listen, so that what a case waits for is looked at as soon as its transaction has come through. */
export const OFFBOARDING_CHANNEL = 'bailiwick_offboarding'

/** Wakes the jobs when this transaction commits. */
export async function wake(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify(${OFFBOARDING_CHANNEL}, '')`
}

/** The trail's entry of something that was done with a case; last of all, because it takes the chain's lock. */
export async function recordCase(tx: Tx, ctx: Ctx, actor: Actor, action: string, row: { id: string; subjectKind: string; subjectId: string; subjectName: string }, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, { actor, action: `offboarding.${action}`, object: { kind: 'offboarding', id: row.id, name: row.subjectName }, detail: { subject: { kind: row.subjectKind, id: row.subjectId }, ...detail } })
}

/** Changes a case's row, which is locked: its version counts every change. */
export async function updateCase(tx: Tx, ctx: Ctx, id: string, data: Prisma.OffboardingCaseUncheckedUpdateInput): Promise<void> {
  await tx.offboardingCase.update({ where: { id }, data: { ...data, version: { increment: 1 }, updatedAt: ctx.now } })
}

/** Stores what still reaches as lines of the case, after those it has; what is there already stays as it is. Answers how many are new. */
export async function insertLines(tx: Tx, ctx: Ctx, caseId: string, found: readonly ResidualLine[]): Promise<number> {
  if (found.length === 0) return 0
  const from = await tx.offboardingLine.count({ where: { caseId } })
  const { count } = await tx.offboardingLine.createMany({
    data: found.map((line, index) => ({
      id: ctx.id('line'), caseId, key: line.key, kind: line.kind, objectId: line.objectId, title: line.title, why: line.why, action: line.action, ownerId: line.who, toId: line.to, proofBy: line.proofBy,
      position: from + index, state: 'open', foundAt: ctx.now, detail: line.detail as Prisma.InputJsonObject,
    })),
    skipDuplicates: true,
  })
  return count
}

type Told = { id: string; subjectKind: string; subjectName: string; reason: string; emergency: boolean; occasionText: string | null }

/** The case as messages speak of it; `actor`: who does what they tell of. */
export function newsOf(row: Told, actor: Actor): CaseNews {
  return { id: row.id, kind: row.subjectKind, name: row.subjectName, reason: row.reason, emergency: row.emergency, occasionText: row.occasionText, by: actor.name }
}
