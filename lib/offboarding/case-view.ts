import { paths } from '@/lib/paths'
import type { Stage } from './machine'
import { type BlastRadius, type CaseRow, type CaseView, type LineState, type LineView, type Named, type ResidualAction, type ResidualKind, type SilenceVerdict, type SubjectKind } from './model'
import { type CaseFact, caseSentence, isOverdue, isSettled, isVerdict, nextAt } from './sentence'

/** A case as it is stored. */
export type StoredCase = {
  id: string; subjectKind: SubjectKind; subjectId: string; subjectName: string; stage: Stage; intent: string; replacedById: string | null; reason: string; occasion: string; occasionText: string | null; bulkId: string | null
  emergency: boolean; explanation: string | null; explainedBy: string | null; explainedAt: Date | null; ownerId: string | null; successorId: string | null; plannedFreezeAt: Date | null; plannedRevokeAt: Date | null; watchDays: number
  blast: unknown; openedBy: string; openedAt: Date; frozenBy: string | null; frozenAt: Date | null; revokedBy: string | null; revokedAt: Date | null; rotatedBy: string | null; rotatedAt: Date | null
  watchFrom: Date | null; verdict: string | null; verdictDetail: unknown; lookedAt: Date | null; closedBy: string | null; closedAt: Date | null; closedAs: string | null; closeReason: string | null
  reopened: number; reopenedAt: Date | null; cancelledBy: string | null; cancelledAt: Date | null; cancelReason: string | null; version: number
}

export type StoredLine = {
  id: string; caseId: string; key: string; kind: string; objectId: string | null; title: string; why: string; action: string; ownerId: string | null; toId: string | null; proofBy: string; state: string
  foundAt: Date; actedAt: Date | null; actedBy: string | null; reference: string | null; note: string | null; proof: string | null; provenAt: Date | null; detail: unknown
}

/** What people, tokens, servers and agents are called; an id that is nobody's any more stays an id. */
export type Names = (id: string) => string

/** So long a line may wait for somebody after the revocation. */
const LINE_DUE_MS = 7 * 86_400_000

/** What of a stored case its sentence rests on. The words are checks of the store. */
export function factOf(row: StoredCase, lines: readonly Pick<StoredLine, 'state' | 'action' | 'kind' | 'toId'>[]): CaseFact {
  return {
    kind: row.subjectKind, stage: row.stage, emergency: row.emergency, explained: row.explanation !== null, plannedFreezeAt: row.plannedFreezeAt?.getTime() ?? null, plannedRevokeAt: row.plannedRevokeAt?.getTime() ?? null,
    watchFrom: row.watchFrom?.getTime() ?? null, watchDays: row.watchDays, verdict: row.verdict, silence: row.verdictDetail as SilenceVerdict | null, closedAt: row.closedAt?.getTime() ?? null, closedAs: row.closedAs, reopened: row.reopened,
    lines: lines.map((line) => ({ kind: line.kind, state: line.state as LineState, action: line.action as ResidualAction, ownerless: mustGoToSomebody(line.kind) && line.state === 'open' && line.toId === null && row.successorId === null })),
  }
}

/** Owned things that are never left without an owner. */
export function mustGoToSomebody(kind: string): boolean {
  return kind === 'owned_server' || kind === 'sponsored_agent' || kind === 'case_owned'
}

/** When the present stage was reached. */
export function stageSince(row: StoredCase): Date {
  const reached: Record<Stage, Date | null> = { open: row.openedAt, frozen: row.frozenAt, revoked: row.revokedAt, rotated: row.rotatedAt, watch: row.watchFrom, closed: row.closedAt, cancelled: row.cancelledAt }
  return reached[row.stage] ?? row.openedAt
}

export function caseRow(row: StoredCase, lines: readonly Pick<StoredLine, 'state' | 'action' | 'kind' | 'toId'>[], nameOf: Names, now: number): CaseRow {
  const fact = factOf(row, lines)
  const next = nextAt(fact)
  return {
    id: row.id, subject: { kind: row.subjectKind, id: row.subjectId, name: row.subjectName, path: subjectPath(row) }, stage: row.stage, intent: row.intent as CaseRow['intent'], emergency: row.emergency,
    openedAt: row.openedAt.toISOString(), openedBy: named(row.openedBy, nameOf), owner: row.ownerId === null ? null : named(row.ownerId, nameOf),
    lines: { total: lines.length, done: lines.filter((line) => isSettled(line.state as LineState)).length }, ownerless: row.stage === 'open' || row.stage === 'frozen' ? fact.lines.filter((line) => line.ownerless).length : 0, verdict: isVerdict(row.verdict) ? row.verdict : null,
    sentence: caseSentence(fact, now), nextAt: next === null ? null : new Date(next).toISOString(), overdue: isOverdue(fact, stageSince(row).getTime(), now),
    closedAt: iso(row.closedAt), closedAs: row.closedAs as CaseRow['closedAs'],
  }
}

/** `seen`: of those lines it tells (whoever acts on single lines sees these); the counts are of all. */
export function caseView(row: StoredCase, lines: readonly StoredLine[], seen: readonly StoredLine[], nameOf: Names, pathOf: (line: StoredLine) => string | null, now: number): CaseView {
  const whole = seen.length === lines.length
  return {
    ...caseRow(row, lines, nameOf, now), reason: row.reason, occasion: row.occasion as CaseView['occasion'], occasionText: row.occasionText, bulkId: row.bulkId,
    replacedBy: maybe(row.replacedById, nameOf), successor: maybe(row.successorId, nameOf), plannedFreezeAt: iso(row.plannedFreezeAt), plannedRevokeAt: iso(row.plannedRevokeAt), watchDays: row.watchDays,
    explanation: row.explanation === null || row.explainedBy === null ? null : { text: row.explanation, by: named(row.explainedBy, nameOf), at: iso(row.explainedAt) ?? '' },
    stages: stagesOf(row, nameOf), blast: whole ? (row.blast as BlastRadius | null) : null, watchFrom: iso(row.watchFrom), silence: row.verdictDetail as SilenceVerdict | null, lookedAt: iso(row.lookedAt),
    closeReason: row.closeReason, closedBy: maybe(row.closedBy, nameOf), reopened: row.reopened, reopenedAt: iso(row.reopenedAt),
    cancelled: row.cancelledAt === null || row.cancelledBy === null ? null : { at: row.cancelledAt.toISOString(), by: named(row.cancelledBy, nameOf), reason: row.cancelReason ?? '' },
    lineList: seen.map((line) => lineView(line, row, nameOf, pathOf(line), now)), version: row.version,
  }
}

function stagesOf(row: StoredCase, nameOf: Names): CaseView['stages'] {
  const at = (stage: Stage, time: Date | null, by: string | null, note: string | null = null): CaseView['stages'][number] => ({ stage, at: iso(time), by: maybe(by, nameOf), note: time === null ? null : note })
  if (row.stage === 'cancelled') {
    return [at('open', row.openedAt, row.openedBy, row.reason), ...(row.frozenAt === null ? [] : [at('frozen', row.frozenAt, row.frozenBy)]), at('cancelled', row.cancelledAt, row.cancelledBy, row.cancelReason)]
  }
  return [
    at('open', row.openedAt, row.openedBy, row.reason), at('frozen', row.frozenAt, row.frozenBy), at('revoked', row.revokedAt, row.revokedBy), at('rotated', row.rotatedAt, row.rotatedBy),
    at('watch', row.watchFrom, row.watchFrom === null ? null : 'system', row.reopened === 0 ? null : `Opened again ${row.reopened === 1 ? 'once' : `${row.reopened} times`}: it was heard after it was closed`), at('closed', row.closedAt, row.closedBy, row.closeReason),
  ]
}

function lineView(line: StoredLine, row: StoredCase, nameOf: Names, path: string | null, now: number): LineView {
  const since = row.revokedAt ?? null
  return {
    id: line.id, kind: line.kind as ResidualKind, objectId: line.objectId, title: line.title, why: line.why, action: line.action as ResidualAction, state: line.state as LineState,
    owner: maybe(line.ownerId, nameOf), to: maybe(line.toId, nameOf), proofBy: line.proofBy, proof: line.proof, provenAt: iso(line.provenAt), actedAt: iso(line.actedAt), actedBy: maybe(line.actedBy, nameOf),
    reference: line.reference, note: line.note, overdue: line.action !== 'watch' && since !== null && !isSettled(line.state as LineState) && now - since.getTime() > LINE_DUE_MS,
    detail: typeof line.detail === 'object' && line.detail !== null ? (line.detail as Record<string, unknown>) : {}, path,
  }
}

function subjectPath(row: Pick<StoredCase, 'subjectKind' | 'subjectId' | 'subjectName'>): string {
  switch (row.subjectKind) {
    // A slug is never used twice and never changes.
    case 'server': return paths.server(row.subjectName)
    case 'agent': return paths.agent(row.subjectId)
    case 'client': return paths.client(row.subjectId)
    case 'person': return paths.person(row.subjectId)
  }
}

function named(id: string, nameOf: Names): Named {
  return { id, name: nameOf(id) }
}

function maybe(id: string | null, nameOf: Names): Named | null {
  return id === null ? null : named(id, nameOf)
}

function iso(time: Date | null): string | null {
  return time?.toISOString() ?? null
}
