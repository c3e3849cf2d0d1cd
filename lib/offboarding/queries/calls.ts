import { eventId } from '@/lib/activity/canonical'
import { type Read, rows } from '@/lib/db/pool'
import type { Subject } from '@/lib/offboarding/model'
import type { HeardCaller } from '@/lib/offboarding/silence'
import { ACTS, NAMED_IN, otherSide } from './watch-columns'

/**
 * Names of a subject that were given free since a moment: what comes in under one, and is nobody else's, is still about it. Names that
 * it has kept lead to its id.
 */
export async function releasedNames(subject: Subject, since: Date, read: Read = rows): Promise<string[]> {
  const found = await read<{ name: string }>('SELECT DISTINCT name FROM name_binding WHERE holder_kind = $1::holder_kind AND holder_id = $2 AND source_name IS NULL AND valid_to >= $3 ORDER BY name', [subject.kind, subject.id, since.toISOString()])
  return found.map((one) => one.name)
}

type Row = { name: string; executed: number; refused: number; last_at: Date }

/**
 * Calls by or to a subject from a moment on, by the other side. From the roll-up; of the moment's own UTC day, where a row of it begins
 * before, the events themselves say what came after.
 */
export async function heardSince(subject: Subject, from: Date, names: readonly string[], read: Read = rows): Promise<HeardCaller[]> {
  const { id } = NAMED_IN[subject.kind]
  const day = from.toISOString().slice(0, 10)
  const sums = `sum(CASE WHEN outcome = 'denied' THEN 0 ELSE count END)::float8 AS executed, sum(CASE WHEN outcome = 'denied' THEN count ELSE 0 END)::float8 AS refused`
  const straddles = await read<Record<string, unknown>>(`SELECT 1 FROM usage WHERE ${id} = $1 AND day = $2 AND first_at < $3 AND last_at >= $3 LIMIT 1`, [subject.id, day, from.toISOString()])
  const whole = straddles.length === 0
  const found = await read<Row>(
    `SELECT ${otherSide(subject.kind, 'u')} AS name, ${sums}, max(u.last_at) AS last_at FROM usage u WHERE u.${id} = $1 AND u.day ${whole ? '>=' : '>'} $2 AND u.first_at >= $3 GROUP BY 1`, [subject.id, day, from.toISOString()])
  const exact = whole ? [] : await eventsAsCallers(subject, `${id} = $1 AND occurred_at < ($3::date + 1)`, [subject.id, from.toISOString(), day], read)
  return merged([...found.map(callerOf), ...exact, ...(await heardUnder(subject, names, from, read))])
}

async function heardUnder(subject: Subject, names: readonly string[], from: Date, read: Read): Promise<HeardCaller[]> {
  return names.length === 0 ? [] : eventsAsCallers(subject, underNames(subject), [names, from.toISOString()], read)
}

/** Events under a name as given that leads to nobody; `$1` are the names. */
function underNames({ kind }: Subject): string {
  const { id, name } = NAMED_IN[kind]
  return `${id} IS NULL AND ${name} IS NOT NULL AND hashtextextended(${name}, 0) = ANY (ARRAY(SELECT hashtextextended(n, 0) FROM unnest($1::text[]) n)) AND ${name} = ANY ($1)`
}

async function eventsAsCallers(subject: Subject, where: string, values: readonly unknown[], read: Read): Promise<HeardCaller[]> {
  const found = await read<Row>(
    `SELECT ${otherSide(subject.kind, 'e')} AS name, (count(*) FILTER (WHERE outcome <> 'denied'))::float8 AS executed, (count(*) FILTER (WHERE outcome = 'denied'))::float8 AS refused, max(occurred_at) AS last_at
     FROM activity_event e WHERE ${where} AND occurred_at >= $2 AND counted AND ${ACTS} GROUP BY 1`, values)
  return found.map(callerOf)
}

function callerOf(row: Row): HeardCaller {
  return { name: row.name, executed: row.executed, refused: row.refused, lastAt: row.last_at.getTime() }
}

function merged(parts: readonly HeardCaller[]): HeardCaller[] {
  return [...Map.groupBy(parts, (one) => one.name)].map(([name, list]) => ({
    name, executed: list.reduce((sum, one) => sum + one.executed, 0), refused: list.reduce((sum, one) => sum + one.refused, 0), lastAt: Math.max(...list.map((one) => one.lastAt)),
  }))
}

/** The latest of these calls, newest first, by the ids of their events. */
export async function latestEvents(subject: Subject, from: Date, names: readonly string[], most: number, read: Read = rows): Promise<string[]> {
  const { id } = NAMED_IN[subject.kind]
  const part = (where: string): string => `(SELECT key, occurred_at FROM activity_event WHERE ${where} AND occurred_at >= $2 AND counted AND ${ACTS} ORDER BY occurred_at DESC, key DESC LIMIT ${most})`
  const byId = await read<{ key: string; occurred_at: Date }>(part(`${id} = $1`), [subject.id, from.toISOString()])
  const byName = names.length === 0 ? [] : await read<{ key: string; occurred_at: Date }>(part(underNames(subject)), [names, from.toISOString()])
  return [...byId, ...byName].sort((a, b) => b.occurred_at.getTime() - a.occurred_at.getTime() || (a.key < b.key ? 1 : -1)).slice(0, most).map((row) => eventId(row.key))
}

/** Who called a server, or what was called, from a moment on: people to tell. Owners of the servers called, sponsors of the agents that called. */
export async function answerableFor(subject: Subject, from: Date, read: Read = rows): Promise<string[]> {
  const { id } = NAMED_IN[subject.kind]
  const day = from.toISOString().slice(0, 10)
  const found = subject.kind === 'server'
    ? await read<{ id: string }>(`SELECT DISTINCT p.id FROM usage u JOIN agent a ON a.id = u.agent_id JOIN person p ON p.id = a.sponsor_id AND p.active WHERE u.${id} = $1 AND u.day >= $2 AND u.last_at >= $3`, [subject.id, day, from.toISOString()])
    : await read<{ id: string }>(`SELECT DISTINCT p.id FROM usage u JOIN server s ON s.id = u.server_id JOIN person p ON p.id = s.owner_id AND p.active WHERE u.${id} = $1 AND u.day >= $2 AND u.last_at >= $3`, [subject.id, day, from.toISOString()])
  return found.map((one) => one.id).sort()
}
