import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { openedMessages } from '@/lib/offboarding/messages'
import type { CaseView, OpenCaseInput, Subject } from '@/lib/offboarding/model'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { openingFaults } from '@/lib/offboarding/opening'
import { readCase } from '@/lib/offboarding/queries/cases'
import { loadEndedAtLeaving } from '@/lib/offboarding/queries/ended-at-leaving'
import { loadBlast, loadResidual } from '@/lib/offboarding/queries/residual'
import { type SubjectFact, visibleSubject } from '@/lib/offboarding/queries/subjects'
import { credentialLines } from '@/lib/offboarding/residual-access'
import { activePerson } from '@/lib/registry/commands/load'
import { lockRequestsOf } from '@/lib/requests/commands/withdraw-many'
import { freezeIn, type Rest } from './freeze-case'
import { type CaseRecord, requireStand } from './load'
import { lockSubject } from './lock-subject'
import { revokeIn } from './revoke-case'
import { insertLines, newsOf, recordCase, wake } from './write'

/** Opens a case, with its lines and its blast radius; frozen, or frozen and revoked, in the same transaction where that is asked. `already_exists` names the one under way. */
export async function openCase(ctx: Ctx, actor: Actor, input: OpenCaseInput): Promise<CaseView> {
  return transaction(async (tx) => {
    const found = await visibleSubject(actor, input.kind, input.subject, ctx.now, tx)
    requireStand(actor, 'offboarding.open', found, null)
    // Freezing and revoking at once is carrying it on as well.
    if (input.emergency) requireStand(actor, 'offboarding.run', found, null)
    if (input.emergency) await lockRequestsOf(tx, found)
    const subject = await lockSubject(tx, found)
    await refuseSecond(tx, subject)
    const faults = openingFaults(subject, input, ctx.now.getTime())
    if (faults.length > 0) throw new AppError(faults[0]?.path === 'subject' ? 'conflict' : 'invalid_input', `It cannot be offboarded like this: ${faults.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors: faults })
    const data = await resolved(tx, ctx, actor, subject, input)
    const row = await insertCase(tx, ctx, actor, subject, data)
    const opened = await begin(tx, ctx, actor, row, subject)
    const rests: Rest[] = [() => recordCase(tx, ctx, actor, 'opened', row, { reason: input.reason, intent: input.intent, emergency: input.emergency, watchDays: input.watchDays, lines: opened })]
    if (input.freeze || input.emergency) rests.push(await freezeIn(tx, ctx, actor, row, input.reason))
    if (input.emergency) rests.push(await revokeIn(tx, ctx, actor, row.id, input.reason, []))
    await wake(tx)
    const view = await readCase(actor, row.id, ctx.now, tx)
    for (const rest of rests) await rest()
    return view
  }, LONGEST_MS)
}

/** An emergency revokes thousands of grants if there are as many. */
const LONGEST_MS = 120_000

export type OpenBySystem = { subject: Subject; reason: string; occasion: 'left' | 'transition' | 'policy' | 'bulk'; occasionText: string; bulkId?: string; freeze: boolean; watchDays?: number; plannedFreezeAt?: Date; plannedRevokeAt?: Date; ownerId?: string | null; /** Somebody else tells of it: of many at once. */ quiet?: boolean }

/** The same in the caller's transaction, for what opens by itself; null when one is under way already. The trail entry is written by the caller calling `recordIt` last. */
export async function openCaseIn(tx: Tx, ctx: Ctx, actor: Actor, input: OpenBySystem): Promise<{ id: string; recordIt: () => Promise<void> } | null> {
  const subject = await lockSubject(tx, input.subject)
  if ((await underWay(tx, subject)) !== null) return null
  const row = await insertCase(tx, ctx, actor, subject, {
    intent: 'retire', reason: input.reason, occasion: input.occasion, occasionText: input.occasionText, bulkId: input.bulkId ?? null, ownerId: input.ownerId === undefined ? await ownerFor(tx, actor, subject) : input.ownerId,
    watchDays: input.watchDays ?? 7, plannedFreezeAt: input.plannedFreezeAt ?? null, plannedRevokeAt: input.plannedRevokeAt ?? null,
  })
  const lines = await begin(tx, ctx, actor, row, subject, input.quiet)
  const frozen = input.freeze ? await freezeIn(tx, ctx, actor, row, input.reason) : async () => {}
  await wake(tx)
  return { id: row.id, recordIt: async () => { await recordCase(tx, ctx, actor, 'opened', row, { reason: input.reason, occasion: input.occasion, lines }); await frozen() } }
}

async function underWay(tx: Tx, subject: Subject): Promise<{ id: string; stage: string } | null> {
  return tx.offboardingCase.findFirst({ where: { subjectKind: subject.kind, subjectId: subject.id, stage: { in: [...UNDER_WAY] } }, select: { id: true, stage: true } })
}

async function refuseSecond(tx: Tx, subject: SubjectFact): Promise<void> {
  const found = await underWay(tx, subject)
  if (found !== null) throw new AppError('already_exists', `${subject.name} is being offboarded already: ${found.id} is ${found.stage}. Nothing was changed.`, { errors: [{ path: 'subject', message: found.id }] })
}

type CaseData = Pick<Prisma.OffboardingCaseUncheckedCreateInput, 'intent' | 'reason' | 'occasion' | 'occasionText' | 'bulkId' | 'ownerId' | 'successorId' | 'replacedById' | 'emergency' | 'watchDays' | 'plannedFreezeAt' | 'plannedRevokeAt'> & { reason: string; occasion: string }

/** E-mails and names as ids: the owner of the case, its successor, and what comes in the subject's place. */
async function resolved(tx: Tx, ctx: Ctx, actor: Actor, subject: SubjectFact, input: OpenCaseInput): Promise<CaseData> {
  const owner = input.ownerEmail === undefined ? null : await heir(tx, subject, input.ownerEmail, 'ownerEmail')
  const successor = input.successorEmail === undefined ? null : await heir(tx, subject, input.successorEmail, 'successorEmail')
  return {
    intent: input.intent, reason: input.reason, occasion: 'manual', occasionText: null, bulkId: null, ownerId: owner ?? (await ownerFor(tx, actor, subject)), successorId: successor,
    replacedById: input.replacedBy === undefined ? null : await replacement(tx, ctx, actor, subject, input.replacedBy), emergency: input.emergency, watchDays: input.watchDays, plannedFreezeAt: input.plannedFreezeAt ?? null, plannedRevokeAt: input.plannedRevokeAt ?? null,
  }
}

/** Somebody active who is not the one who leaves. */
export async function heir(tx: Tx, subject: Subject, email: string, path: string): Promise<string> {
  const person = await activePerson(tx, email, path)
  if (subject.kind === 'person' && person.id === subject.id) throw new AppError('invalid_input', 'Nobody takes over from themselves. Nothing was changed.', { errors: [{ path, message: 'is the one who leaves' }] })
  return person.id
}

/** What takes the subject's place: another server of a server, another agent of an agent. */
export async function replacement(tx: Tx, ctx: Ctx, actor: Actor, subject: SubjectFact, name: string): Promise<string> {
  if (subject.kind !== 'server' && subject.kind !== 'agent') throw new AppError('invalid_input', `A ${subject.kind} is replaced by nothing. Nothing was changed.`, { errors: [{ path: 'replacedBy', message: 'is for servers and agents' }] })
  const other = await visibleSubject(actor, subject.kind, name, ctx.now, tx)
  if (other.id === subject.id) throw new AppError('invalid_input', 'It does not replace itself. Nothing was changed.', { errors: [{ path: 'replacedBy', message: 'is the subject itself' }] })
  return other.id
}

/** Who answers for the case when nobody is named: the owner, the sponsor, the manager; else the person who opened it. */
async function ownerFor(tx: Tx, actor: Actor, subject: SubjectFact): Promise<string | null> {
  const line = [...subject.ownerIds, ...(subject.managerId === null ? [] : [subject.managerId]), ...(actor.personId === null ? [] : [actor.personId])].filter((id) => !(subject.kind === 'person' && id === subject.id))
  const active = new Set((await tx.person.findMany({ where: { id: { in: line }, active: true }, select: { id: true } })).map((person) => person.id))
  return line.find((id) => active.has(id)) ?? null
}

async function insertCase(tx: Tx, ctx: Ctx, actor: Actor, subject: SubjectFact, data: CaseData): Promise<CaseRecord> {
  return tx.offboardingCase.create({ data: { id: ctx.id('case'), subjectKind: subject.kind, subjectId: subject.id, subjectName: subject.name, stage: 'open', interested: subject.ownerIds, openedBy: actor.id, openedAt: ctx.now, updatedAt: ctx.now, ...data } })
}

/** Finds what still reaches, keeps the blast radius as it is shown now, and tells who must act. Answers how many lines there are. */
async function begin(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, subject: SubjectFact, quiet = false): Promise<number> {
  const gone = row.occasion === 'left' && subject.kind === 'person' ? credentialLines(await loadEndedAtLeaving(subject.id, tx)) : []
  const [lines, blast] = [[...gone, ...(await loadResidual(subject, ctx.now, tx))], await loadBlast(subject, ctx.now, tx)]
  await tx.offboardingCase.update({ where: { id: row.id }, data: { blast: blast as unknown as Prisma.InputJsonObject } })
  const count = await insertLines(tx, ctx, row.id, lines)
  // The console has ended these already; that none of them lets anybody in any more is looked at with the others.
  await tx.offboardingLine.updateMany({ where: { caseId: row.id, key: { in: gone.map((line) => line.key) } }, data: { state: 'done', actedAt: subject.leftAt ?? ctx.now, actedBy: actor.id } })
  const acting = new Map([...Map.groupBy(lines.flatMap((line) => line.who ?? []), (id) => id)].map(([id, theirs]) => [id, theirs.length]))
  if (!quiet) await enqueue(tx, ctx, openedMessages(newsOf(row, actor), row.ownerId, acting, [...actor.behind, row.subjectId]))
  return count
}
