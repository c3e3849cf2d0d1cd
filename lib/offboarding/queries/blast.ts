import { db, type Tx } from '@/lib/db/client'
import { BLAST_DAYS, BLAST_WEEKS, type BlastDay, type BlastRow, blastRadius } from '@/lib/offboarding/blast'
import type { BlastRadius, Subject } from '@/lib/offboarding/model'
import type { Access } from '@/lib/registry/model'
import { loadSubject } from './residual-subject'

const DAY_MS = 86_400_000
const MOST_ROWS = 2000

/** The subject's own column of the roll-up; each has an index with the day. */
const COLUMN = { server: 'u.server_id', agent: 'u.agent_id', client: 'u.client_id', person: 'u.human_id' } as const

/** Of a server whoever is nearest to the call: the agent, else the client, else the human; of all others the server. */
const PARTY = {
  caller: { kind: "CASE WHEN coalesce(u.agent_id, u.agent_name) IS NOT NULL THEN 'agent' WHEN coalesce(u.client_id, u.client_name) IS NOT NULL THEN 'client' ELSE 'person' END", id: 'CASE WHEN coalesce(u.agent_id, u.agent_name) IS NOT NULL THEN u.agent_id WHEN coalesce(u.client_id, u.client_name) IS NOT NULL THEN u.client_id ELSE u.human_id END', name: 'coalesce(a.name, u.agent_name, c.name, u.client_name, p.email, u.human_name)' },
  server: { kind: "'server'", id: 'u.server_id', name: 'coalesce(s.slug, u.server_name)' },
} as const

type Row = { kind: BlastRow['party']['kind']; id: string | null; name: string | null; target: string; access: Access; production: boolean; calls: number; executed: number; last_at: Date }

/** What breaks when the subject ends, from the roll-up's last weeks; nothing of it where nobody called. */
export async function readBlast(subject: Subject, now: Date, client: Tx = db()): Promise<BlastRadius> {
  const row = await loadSubject(subject, now, client)
  const name = row?.name ?? subject.id
  const dayBefore = (days: number): string => new Date(now.getTime() - (days - 1) * DAY_MS).toISOString().slice(0, 10)
  const { kind, id, name: party } = subject.kind === 'server' ? PARTY.caller : PARTY.server
  const rows = await client.$queryRawUnsafe<Row[]>(
    `SELECT ${kind} AS kind, ${id} AS id, ${party} AS name, u.target, u.access, bool_or(coalesce(s.environment = 'production', false)) AS production, sum(u.count)::float8 AS calls,
       coalesce(sum(u.count) FILTER (WHERE u.outcome <> 'denied'), 0)::float8 AS executed, max(u.last_at) AS last_at
     FROM usage u LEFT JOIN agent a ON a.id = u.agent_id LEFT JOIN client c ON c.id = u.client_id LEFT JOIN person p ON p.id = u.human_id LEFT JOIN server s ON s.id = u.server_id
     WHERE ${COLUMN[subject.kind]} = $1 AND u.day >= $2::date GROUP BY 1, 2, 3, 4, 5 ORDER BY calls DESC, name, target LIMIT ${MOST_ROWS}`, subject.id, dayBefore(BLAST_DAYS))
  const days = await client.$queryRawUnsafe<BlastDay[]>(`SELECT u.day::text AS day, sum(u.count)::float8 AS calls FROM usage u WHERE ${COLUMN[subject.kind]} = $1 AND u.day >= $2::date GROUP BY 1 ORDER BY 1`, subject.id, dayBefore(BLAST_WEEKS * 7))
  return blastRadius({
    subject: { kind: subject.kind, name }, now: now.getTime(), days,
    rows: rows.map((one) => ({ party: { kind: one.kind, id: one.id, name: one.name ?? 'nobody named' }, target: one.target, access: one.access, calls: one.calls, executed: one.executed, lastAt: one.last_at.toISOString(), production: one.production })),
  })
}
