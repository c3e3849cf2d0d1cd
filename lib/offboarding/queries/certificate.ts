import { type Actor, require } from '@/lib/auth/actor'
import { eventId } from '@/lib/activity/canonical'
import { db } from '@/lib/db/client'
import { type Read, rows } from '@/lib/db/pool'
import { notFound } from '@/lib/errors'
import { type CertificateCase, type CertificateEvent, type CertificateFacts, type CertificateLine, type CertificateTrailEntry, MOST_EVENTS } from '@/lib/offboarding/certificate-model'
import type { Named, SilenceVerdict, SubjectKind } from '@/lib/offboarding/model'
import { silenceOf } from '@/lib/offboarding/silence'
import type { OffboardingCallsView } from '@/lib/offboarding/stage-calls'
import { releasedNames } from './calls'
import { caseNames } from './case-names'
import { visibleCases } from './visible'
import { ACTS, NAMED_IN } from './watch-columns'
import { subjectOf, watchFacts } from './watch-facts'

type Row = NonNullable<Awaited<ReturnType<ReturnType<typeof db>['offboardingCase']['findFirst']>>>

/** Everything that a certificate rests on; `not_found` for a case that does not exist or may not be seen. `calls`: the picture of the case. */
export async function loadCertificate(actor: Actor, id: string, now: Date, calls: (actor: Actor, id: string, now: Date) => Promise<OffboardingCallsView>): Promise<CertificateFacts> {
  require(actor, 'offboarding.evidence')
  const row = await db().offboardingCase.findFirst({ where: { AND: [{ id }, visibleCases(actor)] } })
  if (row === null) throw notFound('offboarding')
  const lines = await db().offboardingLine.findMany({ where: { caseId: id }, orderBy: [{ position: 'asc' }, { id: 'asc' }] })
  const nameOf = await caseNames([row.openedBy, row.ownerId, row.replacedById, row.explainedBy, row.frozenBy, row.revokedBy, row.closedBy, row.cancelledBy, ...lines.flatMap((line) => [line.ownerId, line.toId, line.actedBy])])
  const pieces = await db().offboardingCalls.findMany({ where: { caseId: id, OR: [{ executed: { gt: 0 } }, { refused: { gt: 0 } }] }, orderBy: { at: 'asc' } })
  // What is over is told as far as its end, so that its certificate is the same whenever it is made.
  const view = await calls(actor, id, row.closedAt ?? row.cancelledAt ?? now)
  const heard = row.revokedAt === null ? { events: [], total: 0 } : await eventsOf(row, row.revokedAt)
  return {
    case: caseOf(row, nameOf), silence: await silenceAsKnown(row, now), lines: lines.map((line) => lineOf(line, nameOf)), calls: view, events: heard.events, eventsTotal: heard.total, trail: await trailOf(id), head: await headOf(),
    pieces: pieces.filter((piece) => piece.at >= new Date(view.from) && piece.at < new Date(view.to)).map((piece) => ({ at: piece.at.toISOString(), executed: piece.executed, refused: piece.refused })),
  }
}

/** Once it is closed, what was known then; while it is watched, what is known now. */
async function silenceAsKnown(row: Row, now: Date): Promise<SilenceVerdict | null> {
  if (row.stage === 'watch') return silenceOf(await watchFacts(row, now))
  return row.verdictDetail as SilenceVerdict | null
}

function caseOf(row: Row, nameOf: (id: string) => string): CertificateCase {
  const named = (id: string | null): Named | null => (id === null ? null : { id, name: nameOf(id) })
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    id: row.id, subject: { kind: row.subjectKind as SubjectKind, id: row.subjectId, name: row.subjectName }, stage: row.stage, intent: row.intent, replacedBy: named(row.replacedById), reason: row.reason, occasion: row.occasion, occasionText: row.occasionText,
    emergency: row.emergency, explanation: row.explanation === null || row.explainedBy === null ? null : { text: row.explanation, by: { id: row.explainedBy, name: nameOf(row.explainedBy) }, at: iso(row.explainedAt) ?? '' }, owner: named(row.ownerId), watchDays: row.watchDays,
    openedAt: row.openedAt.toISOString(), openedBy: { id: row.openedBy, name: nameOf(row.openedBy) }, frozenAt: iso(row.frozenAt), frozenBy: named(row.frozenBy), revokedAt: iso(row.revokedAt), revokedBy: named(row.revokedBy), rotatedAt: iso(row.rotatedAt), watchFrom: iso(row.watchFrom),
    closedAt: iso(row.closedAt), closedBy: named(row.closedBy), closedAs: row.closedAs as CertificateCase['closedAs'], closeReason: row.closeReason, reopened: row.reopened, reopenedAt: iso(row.reopenedAt),
    cancelledAt: iso(row.cancelledAt), cancelledBy: named(row.cancelledBy), cancelReason: row.cancelReason,
  }
}

type LineRow = Awaited<ReturnType<ReturnType<typeof db>['offboardingLine']['findMany']>>[number]

function lineOf(line: LineRow, nameOf: (id: string) => string): CertificateLine {
  const name = (id: string | null): string | null => (id === null ? null : nameOf(id))
  const iso = (at: Date | null): string | null => at?.toISOString() ?? null
  return {
    id: line.id, kind: line.kind as CertificateLine['kind'], title: line.title, why: line.why, action: line.action as CertificateLine['action'], state: line.state as CertificateLine['state'], owner: name(line.ownerId), to: name(line.toId), proofBy: line.proofBy,
    proof: line.proof, provenAt: iso(line.provenAt), actedAt: iso(line.actedAt), actedBy: name(line.actedBy), reference: line.reference, note: line.note, foundAt: line.foundAt.toISOString(),
  }
}

type EventRow = { key: string; occurred_at: Date; received_at: Date; source: string; kind: string; server: string; target: string; access: string; agent: string | null; client: string | null; human: string | null; outcome: string; verdict: string | null; evidence: string; total: number }

/** The events of the calls that were heard since the revocation: those that count, under its id or a name it was given free of since. */
async function eventsOf(row: Row, revokedAt: Date, read: Read = rows): Promise<{ events: CertificateEvent[]; total: number }> {
  const { id, name } = NAMED_IN[row.subjectKind]
  const names = await releasedNames(subjectOf(row), revokedAt, read)
  const where = names.length === 0 ? `e.${id} = $1 AND $3::text[] IS NOT NULL` : `(e.${id} = $1 OR (e.${id} IS NULL AND e.${name} IS NOT NULL AND hashtextextended(e.${name}, 0) = ANY (ARRAY(SELECT hashtextextended(n, 0) FROM unnest($3::text[]) n)) AND e.${name} = ANY ($3)))`
  const found = await read<EventRow>(
    `SELECT e.key, e.occurred_at, e.received_at, s.name AS source, e.kind, coalesce(v.slug, e.server_name) AS server, e.target, e.access, coalesce(a.name, e.agent_name) AS agent, coalesce(c.name, e.client_name) AS client, coalesce(p.email, e.human_name) AS human,
       e.outcome, e.verdict, e.evidence, (count(*) OVER ())::float8 AS total
     FROM activity_event e JOIN source s ON s.id = e.source_id LEFT JOIN server v ON v.id = e.server_id LEFT JOIN agent a ON a.id = e.agent_id LEFT JOIN client c ON c.id = e.client_id LEFT JOIN person p ON p.id = e.human_id
     WHERE ${where} AND e.occurred_at >= $2 AND e.counted AND e.${ACTS} ORDER BY e.occurred_at, e.key LIMIT ${MOST_EVENTS}`, [row.subjectId, revokedAt.toISOString(), names])
  return {
    total: found[0]?.total ?? 0,
    events: found.map((one) => ({
      id: eventId(one.key), occurredAt: one.occurred_at.toISOString(), receivedAt: one.received_at.toISOString(), source: one.source, kind: one.kind, server: one.server, target: one.target, access: one.access, agent: one.agent, client: one.client, human: one.human,
      outcome: one.outcome, verdict: one.verdict, evidence: one.evidence,
    })),
  }
}

type TrailRow = Omit<CertificateTrailEntry, 'at' | 'prevHash' | 'hash' | 'seq'> & { seq: number; at: Date; prevHash: Buffer; hash: Buffer }

/** Of the case, oldest first; exports apart, since they come after everything. */
async function trailOf(id: string, read: Read = rows): Promise<CertificateTrailEntry[]> {
  const found = await read<TrailRow>(
    `SELECT seq, id, at, actor_kind AS "actorKind", actor_id AS "actorId", actor_name AS "actorName", action, object_kind AS "objectKind", object_id AS "objectId", object_name AS "objectName", detail, prev_hash AS "prevHash", hash
     FROM trail_entry WHERE object_kind = 'offboarding' AND object_id = $1 AND action <> 'offboarding.exported' ORDER BY seq`, [id])
  return found.map(({ at, prevHash, hash, ...entry }) => ({ ...entry, at: at.toISOString(), prevHash: prevHash.toString('hex'), hash: hash.toString('hex') }))
}

async function headOf(): Promise<CertificateFacts['head']> {
  const [head] = await rows<{ seq: number; hash: Buffer }>('SELECT seq, hash FROM trail_entry ORDER BY seq DESC LIMIT 1')
  return head === undefined ? null : { seq: Number(head.seq), hash: head.hash.toString('hex') }
}
