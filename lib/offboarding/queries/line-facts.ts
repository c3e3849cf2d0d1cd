import { db, type Tx } from '@/lib/db/client'
import type { OffboardingCaseRow } from './line-rows'
import { idsIn, type KnownLine, type ProofFacts } from '@/lib/offboarding/line-proof'
import type { ResidualKind, SilenceVerdict, Subject } from '@/lib/offboarding/model'
import { residualLines } from '@/lib/offboarding/residual'
import { loadSecrets } from './residual-access'
import { CHILD_DAYS } from './residual-children'
import { loadFacts } from './residual-facts'

const DAY_MS = 86_400_000
const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** What each line of a case is judged by, as of now. Null = its subject is not there. */
export async function loadProofFacts(row: OffboardingCaseRow, lines: readonly KnownLine[], now: Date, client: Tx = db()): Promise<ProofFacts | null> {
  const subject: Subject = { kind: row.subjectKind, id: row.subjectId }
  const stand = { ownerId: row.ownerId, successorId: row.successorId, openedBy: row.openedBy, emergency: row.emergency }
  const facts = await loadFacts(subject, now, client, { stand, childrenSince: row.revokedAt ?? new Date(now.getTime() - CHILD_DAYS * DAY_MS) })
  if (facts === null) return null
  const of = (...kinds: ResidualKind[]): string[] => [...new Set(lines.filter((line) => kinds.includes(line.kind)).flatMap((line) => (line.objectId === null ? idsIn(line.detail) : [line.objectId, ...idsIn(line.detail)])))]
  const secrets = of('secret')
  return {
    now: now.toISOString(), standing: facts.subject.ended ? 'ended' : 'acts', subjectKind: subject.kind, frozenAt: iso(row.frozenAt), openedAt: row.openedAt.toISOString(), revokedAt: iso(row.revokedAt),
    // Written by the watch alone, as a SilenceVerdict.
    verdict: { is: row.verdict, text: (row.verdictDetail as SilenceVerdict | null)?.text ?? null },
    present: new Map(residualLines(facts).map((line) => [line.key, line])), ...(await endsOf(of, client)), later: await callsAfter(of('grant_given', 'grant_held', 'grant_scheduled', 'task_credential'), client),
    has: await holdersOf(of, client), secrets: await secretsNow(subject, secrets, client), nameOf: await namesOf(lines, client),
  }
}

type Of = (...kinds: ResidualKind[]) => string[]

/** When each thing that lines speak of ended, and when tokens were used. */
async function endsOf(of: Of, client: Tx): Promise<Pick<ProofFacts, 'ended' | 'used'>> {
  const tokens = await client.apiToken.findMany({ where: { id: { in: of('api_token', 'ingest_token') } }, select: { id: true, revokedAt: true, expiresAt: true, lastUsedAt: true } })
  const grants = await client.grant.findMany({ where: { id: { in: of('grant_given', 'grant_held', 'grant_scheduled', 'task_credential', 'team_grant') } }, select: { id: true, revokedAt: true, validUntil: true } })
  const requests = await client.grantRequest.findMany({ where: { id: { in: of('request', 'approval_duty') } }, select: { id: true, closedAt: true } })
  const sessions = await client.session.findMany({ where: { id: { in: of('session') } }, select: { id: true, revokedAt: true, expiresAt: true } })
  const links = await client.oneTimeLink.findMany({ where: { id: { in: of('sign_in_link') } }, select: { id: true, usedAt: true, expiresAt: true } })
  const stays = await client.teamMembership.findMany({ where: { id: { in: of('team') } }, select: { id: true, validTo: true } })
  const standIns = await client.delegation.findMany({ where: { id: { in: of('stand_in') } }, select: { id: true, endedAt: true, validTo: true } })
  const tasks = await client.reviewTask.findMany({ where: { id: { in: of('review_duty') } }, select: { id: true, endedAt: true } })
  const ends: [string, Date | null][] = [
    ...tokens.map((one): [string, Date | null] => [one.id, one.revokedAt ?? one.expiresAt]), ...grants.map((one): [string, Date | null] => [one.id, first(one.revokedAt, one.validUntil)]), ...requests.map((one): [string, Date | null] => [one.id, one.closedAt]),
    ...sessions.map((one): [string, Date | null] => [one.id, one.revokedAt ?? one.expiresAt]), ...links.map((one): [string, Date | null] => [one.id, one.usedAt ?? one.expiresAt]), ...stays.map((one): [string, Date | null] => [one.id, one.validTo]),
    ...standIns.map((one): [string, Date | null] => [one.id, one.endedAt ?? one.validTo]), ...tasks.map((one): [string, Date | null] => [one.id, one.endedAt]),
  ]
  return { ended: new Map(ends.map(([id, at]) => [id, iso(at)])), used: new Map(tokens.flatMap((one) => (one.lastUsedAt === null ? [] : [[one.id, one.lastUsedAt.toISOString()] as const]))) }
}

function first(a: Date | null, b: Date | null): Date | null {
  return a === null || (b !== null && b < a) ? b : a
}

/** Calls that count under a grant after its end; of a day that began before it at least the last one. Nothing, unless an end was declared backwards and is not yet judged. */
async function callsAfter(ids: readonly string[], client: Tx): Promise<ProofFacts['later']> {
  if (ids.length === 0) return new Map()
  const rows = await client.$queryRaw<{ id: string; calls: number; last_at: Date }[]>`
    SELECT g.id, sum(CASE WHEN u.first_at >= e.ended THEN u.count ELSE 1 END)::float8 AS calls, max(u.last_at) AS last_at
    FROM "grant" g CROSS JOIN LATERAL (SELECT least(g.revoked_at, g.valid_until) AS ended) e JOIN usage u ON u.grant_id = g.id AND u.day >= (e.ended AT TIME ZONE 'UTC')::date AND u.last_at >= e.ended
    WHERE g.id = ANY(${[...ids]}) GROUP BY g.id`
  return new Map(rows.map((row) => [row.id, { calls: row.calls, lastAt: row.last_at.toISOString() }]))
}

/** Who owns, sponsors, backs, answers for or manages now. */
async function holdersOf(of: Of, client: Tx): Promise<ProofFacts['has']> {
  type Holder = { id: string; name: string; active: boolean }
  const who = { select: { id: true, name: true, active: true } } as const
  const owned = await client.server.findMany({ where: { id: { in: of('owned_server') } }, select: { id: true, owner: who } })
  const backed = await client.server.findMany({ where: { id: { in: of('backed_server') } }, select: { id: true, backupOwner: who } })
  const agents = await client.agent.findMany({ where: { id: { in: of('sponsored_agent') } }, select: { id: true, sponsor: who } })
  const reports = await client.person.findMany({ where: { id: { in: of('managed_person') } }, select: { id: true, manager: who } })
  const cases = await client.offboardingCase.findMany({ where: { id: { in: of('case_owned') } }, select: { id: true, ownerId: true } })
  const answering = await client.person.findMany({ where: { id: { in: cases.flatMap((one) => one.ownerId ?? []) } }, ...who })
  const held: [string, Holder | null][] = [
    ...backed.map((one): [string, Holder | null] => [one.id, one.backupOwner]), ...owned.map((one): [string, Holder | null] => [one.id, one.owner]), ...agents.map((one): [string, Holder | null] => [one.id, one.sponsor]),
    ...reports.map((one): [string, Holder | null] => [one.id, one.manager]), ...cases.map((one): [string, Holder | null] => [one.id, answering.find((person) => person.id === one.ownerId) ?? null]),
  ]
  return new Map(held)
}

async function secretsNow(subject: Subject, ids: readonly string[], client: Tx): Promise<ProofFacts['secrets']> {
  if (ids.length === 0) return new Map()
  const found = await loadSecrets(subject, client, ids)
  const servers = await client.server.findMany({ where: { id: { in: found.map((one) => one.serverId) } }, select: { id: true, ownerId: true } })
  const owners = new Map(servers.map((one) => [one.id, one.ownerId]))
  return new Map(found.map((one) => [one.id, { ...one, ownerId: owners.get(one.serverId) ?? null }]))
}

/** What those are called by whose word something was done. */
async function namesOf(lines: readonly KnownLine[], client: Tx): Promise<(id: string) => string> {
  const ids = [...new Set(lines.flatMap((line) => line.actedBy ?? []))]
  const people = await client.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const tokens = await client.apiToken.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map([...people, ...tokens].map((one) => [one.id, one.name]))
  return (id) => names.get(id) ?? id
}
