import type { Tx } from '@/lib/db/client'
import { type Read, rows } from '@/lib/db/pool'
import { DAY_MS } from '@/lib/drift/window'
import type { Subject } from '@/lib/offboarding/model'
import { ACTS, NAMED_IN } from './watch-columns'

/** So long after its end something that is heard of a subject opens its case again. */
export const LATE_DAYS = 400

/** Reads within a transaction what is otherwise read by the pool's connections; numbers are asked for as float8 or int4. */
export function readIn(tx: Tx): Read {
  return async (text, values = []) => tx.$queryRawUnsafe(text, ...values)
}

const PART = (id: string, kind: string): string => `
  LEFT JOIN LATERAL (SELECT sum(u.count) AS n FROM usage u WHERE c.subject_kind = '${kind}' AND u.${id} = c.subject_id AND u.day >= (c.revoked_at AT TIME ZONE 'UTC')::date AND u.last_at >= c.revoked_at) AS by_${kind} ON true`

/** What the roll-up counts of a case's subject from the day of its revocation on; a server's also under names that it was given free of since. */
const HEARD = `
SELECT c.id, c.heard_at_close AS before, (coalesce(by_server.n, 0) + coalesce(by_agent.n, 0) + coalesce(by_client.n, 0) + coalesce(by_person.n, 0) + coalesce(by_name.n, 0))::float8 AS heard
FROM offboarding_case c ${PART('server_id', 'server')} ${PART('agent_id', 'agent')} ${PART('client_id', 'client')} ${PART('human_id', 'person')}
  LEFT JOIN LATERAL (
    SELECT sum(u.count) AS n FROM name_binding b JOIN usage u ON hashtextextended(u.server_name, 0) = hashtextextended(b.name, 0) AND u.server_name = b.name AND u.server_id IS NULL AND u.day >= (c.revoked_at AT TIME ZONE 'UTC')::date AND u.last_at >= c.revoked_at
    WHERE c.subject_kind = 'server' AND b.holder_kind = 'server' AND b.holder_id = c.subject_id AND b.source_name IS NULL AND b.valid_to >= c.revoked_at) AS by_name ON true`

/** A number that changes with whatever comes in of the subject from its revocation on; stored when the case closes. */
export async function heardCount(caseId: string, read: Read = rows): Promise<number> {
  const [row] = await read<{ heard: number }>(`${HEARD} WHERE c.id = $1`, [caseId])
  return row?.heard ?? 0
}

/** Closed cases of which the roll-up says something else than when they were closed. */
export async function changedSinceClosed(now: Date, caseId: string | null = null, read: Read = rows): Promise<{ id: string; heard: number }[]> {
  const found = await read<{ id: string; before: number | null; heard: number }>(`${HEARD} WHERE c.stage = 'closed' AND c.closed_at > $1 AND ($2::text IS NULL OR c.id = $2) ORDER BY c.id`, [new Date(now.getTime() - LATE_DAYS * DAY_MS).toISOString(), caseId])
  return found.filter((row) => row.before === null || row.before !== row.heard).map(({ id, heard }) => ({ id, heard }))
}

/**
 * Was something heard of it that nobody knew of when it was closed? Whatever lies in the watch that was silent; and what lies after the
 * revocation and came in after the closing.
 */
export async function isHeardLate(subject: Subject, of: { revokedAt: Date; silentFrom: Date | null; closedAt: Date }, names: readonly string[], read: Read = rows): Promise<boolean> {
  const { id, name } = NAMED_IN[subject.kind]
  const late = `counted AND ${ACTS} AND (received_at > $2 OR occurred_at >= $3)`
  const [from, since, silent] = [of.revokedAt.toISOString(), of.closedAt.toISOString(), of.silentFrom?.toISOString() ?? 'infinity']
  const byId = await read<Record<string, unknown>>(`SELECT 1 FROM activity_event WHERE ${id} = $1 AND occurred_at >= $4 AND ${late} LIMIT 1`, [subject.id, since, silent, from])
  if (byId.length > 0 || names.length === 0) return byId.length > 0
  const byName = await read<Record<string, unknown>>(
    `SELECT 1 FROM activity_event WHERE ${id} IS NULL AND ${name} IS NOT NULL AND hashtextextended(${name}, 0) = ANY (ARRAY(SELECT hashtextextended(n, 0) FROM unnest($1::text[]) n)) AND ${name} = ANY ($1) AND occurred_at >= $4 AND ${late} LIMIT 1`, [names, since, silent, from])
  return byName.length > 0
}
