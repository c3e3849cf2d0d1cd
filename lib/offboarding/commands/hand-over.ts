import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { type HandedKind, type HandOver, heirsOf, missingInWords, type NamedFor, planHandOver } from '@/lib/offboarding/hand-over'
import type { RevokeCaseInput, Subject } from '@/lib/offboarding/model'
import { loadFacts } from '@/lib/offboarding/queries/residual-facts'
import type { CaseStand } from '@/lib/offboarding/queries/residual-subject'
import type { ResidualFacts } from '@/lib/offboarding/residual-facts'
import type { Heir } from '@/lib/offboarding/succession'
import { setManagerIn } from '@/lib/people/commands/leave-person'
import { handAgentOverIn, handServerOverIn } from '@/lib/registry/commands/end-holder'
import { frozenAmong } from '@/lib/people/queries/freezes'
import type { CaseRecord } from './load'

/** Who stands behind the case, a token's owner in its place. */
export async function standBehind(tx: Tx, row: CaseRecord): Promise<CaseStand> {
  const token = row.openedBy.startsWith('tok_') ? await tx.apiToken.findUnique({ where: { id: row.openedBy }, select: { ownerId: true } }) : null
  return { ownerId: row.ownerId, successorId: row.successorId, openedBy: token?.ownerId ?? row.openedBy, emergency: row.emergency }
}

const HANDED: ReadonlySet<string> = new Set<HandedKind>(['owned_server', 'backed_server', 'sponsored_agent', 'managed_person', 'case_owned'])

/** Whom the call names for which thing, and who these people are. */
export type NamedHeirs = { of: NamedFor; ids: readonly string[] }

/** Whom the call names for single lines; a line that hands nothing over, and somebody who is not there, are refused. */
export async function namedBy(tx: Tx, row: CaseRecord, handOver: RevokeCaseInput['handOver'], now: Date): Promise<NamedHeirs> {
  const chosen = new Map<string, string>()
  for (const [index, { line: id, toEmail }] of handOver.entries()) {
    const line = await tx.offboardingLine.findFirst({ where: { id, caseId: row.id }, select: { kind: true, objectId: true, detail: true } })
    if (line === null || !HANDED.has(line.kind)) throw invalid(`handOver.${index}.line`, 'This line hands nothing over. Nothing was changed.')
    const person = await tx.person.findUnique({ where: { email: toEmail }, select: { id: true, active: true } })
    if (person === null || !person.active || (row.subjectKind === 'person' && person.id === row.subjectId)) throw invalid(`handOver.${index}.toEmail`, `Nobody who stays has the e-mail address ${toEmail}. Nothing was changed.`)
    if ((await frozenAmong('person', [person.id], now, tx)).has(person.id)) throw invalid(`handOver.${index}.toEmail`, `${toEmail} is frozen: they are being offboarded themselves. Nothing was changed.`)
    for (const object of line.objectId === null ? idsOf(line.detail) : [line.objectId]) chosen.set(`${line.kind}:${object}`, person.id)
  }
  return { of: (kind, id) => chosen.get(`${kind}:${id}`) ?? null, ids: [...new Set(chosen.values())] }
}

/** A line about several things names them in its detail. */
function idsOf(detail: unknown): string[] {
  const ids: unknown = typeof detail === 'object' && detail !== null && 'ids' in detail ? detail.ids : []
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : []
}

/**
 * All that the subject holds, owns and answers for, locked until commit: servers, then agents, then people, each by id; and where the
 * owned things go. Read again until nobody new has come into it. `conflict` when something would be left to nobody: each is named.
 */
export async function lockOwned(tx: Tx, ctx: Ctx, row: CaseRecord, named: NamedHeirs): Promise<{ facts: ResidualFacts; plan: HandOver }> {
  const subject: Subject = { kind: row.subjectKind, id: row.subjectId }
  const person = subject.kind === 'person' ? subject.id : null
  await tx.$queryRaw`SELECT id FROM server WHERE (${subject.kind} = 'server' AND id = ${subject.id}) OR owner_id = ${person} OR backup_owner_id = ${person} ORDER BY id FOR UPDATE`
  await tx.$queryRaw`SELECT id FROM agent WHERE (${subject.kind} = 'agent' AND id = ${subject.id}) OR sponsor_id = ${person} ORDER BY id FOR UPDATE`
  if (subject.kind === 'client') await tx.$queryRaw`SELECT id FROM client WHERE id = ${subject.id} FOR UPDATE`
  let locked = new Set<string>()
  for (;;) {
    const loaded = await loadFacts(subject, ctx.now, tx, { stand: await standBehind(tx, row) })
    if (loaded === null) throw new Error(`The subject of offboarding ${row.id} is missing`)
    const facts = { ...loaded, heirs: { ...loaded.heirs, people: new Map([...await heirsNow(tx, ctx, named.ids), ...loaded.heirs.people]) } }
    const plan = planHandOver(facts, named.of)
    const people = [...heirsOf(plan), ...facts.reports.map((one) => one.id), ...(person === null ? [] : [person])]
    if (people.every((id) => locked.has(id))) {
      if (plan.missing.length > 0) throw ownerless(plan)
      return { facts, plan }
    }
    await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${[...new Set(people)]}) ORDER BY id FOR NO KEY UPDATE`
    locked = new Set([...locked, ...people])
  }
}

async function heirsNow(tx: Tx, ctx: Ctx, ids: readonly string[]): Promise<[string, Heir][]> {
  const found = await tx.person.findMany({ where: { id: { in: [...ids] } }, select: { id: true, name: true, active: true, managerId: true } })
  const frozen = await frozenAmong('person', ids, ctx.now, tx)
  return found.map((person) => [person.id, { ...person, frozen: frozen.has(person.id) }])
}

function ownerless({ missing }: HandOver): AppError {
  const things = missing.map(missingInWords)
  const text = things.length === 1 ? `${things[0] ?? ''} has` : `${things.length} things have`
  return new AppError('conflict', `${text.replace(/^./, (letter) => letter.toUpperCase())} nobody to go to${things.length === 1 ? '' : `: ${things.slice(0, 20).join(', ')}${things.length > 20 ? ' and more' : ''}`}. Name somebody for each, or a successor of the case. Nothing was changed.`, {
    errors: missing.map((one) => ({ path: `${one.kind}:${one.id}`, message: `${missingInWords(one)}: ${one.why}` })),
  })
}

/** Writes who has what from now on. Everything is locked. Transfers that wait for the leaver lapse by themselves. */
export async function applyHandOver(tx: Tx, ctx: Ctx, row: CaseRecord, plan: HandOver): Promise<void> {
  const updatedAt = ctx.now
  for (const { id, ownerId, backupOwnerId } of plan.servers) await handServerOverIn(tx, ctx, id, { ownerId, backupOwnerId })
  for (const { id, sponsorId } of plan.agents) await handAgentOverIn(tx, ctx, id, sponsorId)
  for (const { id, managerId } of plan.reports) await setManagerIn(tx, ctx, id, managerId)
  for (const { id, ownerId } of plan.cases) await tx.offboardingCase.update({ where: { id }, data: { ownerId, version: { increment: 1 }, updatedAt } })
  if (row.subjectKind !== 'person') return
  // Nobody waits any more for what only the leaver could do, or take.
  await tx.offboardingCase.updateMany({ where: { successorId: row.subjectId, stage: { notIn: ['closed', 'cancelled'] } }, data: { successorId: null, version: { increment: 1 }, updatedAt } })
  for (const { id, ownerId } of plan.cases) await tx.offboardingLine.updateMany({ where: { caseId: id, ownerId: row.subjectId, state: 'open' }, data: { ownerId } })
}
