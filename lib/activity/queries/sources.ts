import { type Actor, require } from '@/lib/auth/actor'
import { type Read, rows } from '@/lib/db/pool'
import { notFound } from '@/lib/errors'
import { type Alive, type Health, healthOf } from '@/lib/activity/alive'
import type { Redaction } from '@/lib/activity/redact'
import type { Vantage } from '@/lib/activity/source'

/** A source as machines and screens read it: settings, health, counters. */
export type SourceView = {
  id: string; name: string; format: string; vantage: Vantage; expectedHeartbeatSeconds: number | null; redaction: Redaction; covers: string[]
  attribution: { client?: string; agent?: string }; sampled: boolean; createdAt: string
  health: Health
  lastReceivedAt: string | null; lastEventAt: string | null; lastHeartbeatAt: string | null; deliveredThrough: string | null
  counters: { received: number; accepted: number; duplicates: number; conflicts: number; rejected: number; dropped: number; openDeadLetters: number }
  /** Event time, newest first; at most 100. */
  alive: { from: string; to: string }[]
  drops: { from: string; to: string; count: number }[]
  /** Batches chained so far. */
  batches: number
}

type Row = {
  id: string; name: string; format: string; vantage: Vantage; heartbeat_seconds: number | null; redaction: Redaction; covers: string[]
  attribution: { client?: string; agent?: string }; sampled: boolean; created_at: Date; last_received_at: Date | null; last_event_at: Date | null
  last_heartbeat_at: Date | null; delivered_through: Date | null; received: number; accepted: number; duplicates: number; conflicts: number; rejected: number
  dropped: number; batch_seq: number; open_dead_letters: number; alive: Alive[] | null; drops: (Alive & { count: number })[] | null
}

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`

const SELECT = `
SELECT source.*, (SELECT count(*) FROM dead_letter WHERE source_id = source.id AND status = 'open') AS open_dead_letters,
  (SELECT json_agg(a) FROM (SELECT ${ms('"from"')} AS "from", ${ms('"to"')} AS "to" FROM source_alive WHERE source_id = source.id ORDER BY "to" DESC LIMIT 100) AS a) AS alive,
  (SELECT json_agg(d) FROM (SELECT ${ms('"from"')} AS "from", ${ms('"to"')} AS "to", count FROM source_drop WHERE source_id = source.id ORDER BY "to" DESC LIMIT 100) AS d) AS drops
FROM source`

const iso = (date: Date | null): string | null => date?.toISOString() ?? null
const text = (time: number): string => new Date(time).toISOString()

function viewOf(row: Row, now: number): SourceView {
  const heard = [row.last_received_at, row.last_heartbeat_at].flatMap((date) => (date === null ? [] : [date.getTime()]))
  return {
    id: row.id, name: row.name, format: row.format, vantage: row.vantage, expectedHeartbeatSeconds: row.heartbeat_seconds, redaction: row.redaction, covers: row.covers,
    attribution: row.attribution, sampled: row.sampled, createdAt: row.created_at.toISOString(),
    health: healthOf({ heartbeatMs: row.heartbeat_seconds === null ? null : row.heartbeat_seconds * 1000, lastHeardAt: heard.length === 0 ? null : Math.max(...heard) }, now),
    lastReceivedAt: iso(row.last_received_at), lastEventAt: iso(row.last_event_at), lastHeartbeatAt: iso(row.last_heartbeat_at), deliveredThrough: iso(row.delivered_through),
    counters: {
      received: row.received, accepted: row.accepted, duplicates: row.duplicates, conflicts: row.conflicts, rejected: row.rejected, dropped: row.dropped,
      openDeadLetters: row.open_dead_letters,
    },
    alive: (row.alive ?? []).map(({ from, to }) => ({ from: text(from), to: text(to) })),
    drops: (row.drops ?? []).map(({ from, to, count }) => ({ from: text(from), to: text(to), count })), batches: row.batch_seq,
  }
}

/** All sources by name. `now` decides who is silent. */
export async function listSources(actor: Actor, now: Date): Promise<SourceView[]> {
  require(actor, 'source.read')
  return (await rows<Row>(`${SELECT} ORDER BY name`)).map((row) => viewOf(row, now.getTime()))
}

/** One source by id or name. */
export async function getSource(actor: Actor, ref: string, now: Date): Promise<SourceView> {
  require(actor, 'source.read')
  const [row] = await rows<Row>(`${SELECT} WHERE id = $1 OR name = $1`, [ref])
  if (row === undefined) throw notFound('source')
  return viewOf(row, now.getTime())
}

/** What drift needs to know of a source; times in milliseconds. The members of `SourceFact` in the room to the right. */
export type SourceEvidence = {
  id: string; name: string; vantage: Vantage; heartbeatMs: number | null; covers: readonly string[]; sampled: boolean; createdAt: number; lastHeartbeatAt: number | null
  lastReceivedAt: number | null; alive: readonly Alive[]; drops: readonly (Alive & { count: number })[]; deadLetters: readonly number[]
}

/** Every source with its evidence of presence and absence, as far as it reaches into the time from `since` on. */
export async function loadSources(since: Date, read: Read = rows): Promise<SourceEvidence[]> {
  const from = [since.toISOString()]
  type Interval = { source_id: string; from: number; to: number; count: number }
  const [sources, alive, drops, letters] = await Promise.all([
    read<Row>('SELECT * FROM source ORDER BY name'),
    read<Interval>(`SELECT source_id, ${ms('"from"')} AS "from", ${ms('"to"')} AS "to" FROM source_alive WHERE "to" >= $1 ORDER BY "from"`, from),
    read<Interval>(`SELECT source_id, ${ms('"from"')} AS "from", ${ms('"to"')} AS "to", count FROM source_drop WHERE "to" >= $1 ORDER BY "from"`, from),
    read<{ source_id: string; at: number }>(
      `SELECT DISTINCT source_id, ${ms('coalesce(occurred_at, received_at)')} AS at FROM dead_letter WHERE status = 'open' AND coalesce(occurred_at, received_at) >= $1 ORDER BY at`, from),
  ])
  return sources.map((row) => ({
    id: row.id, name: row.name, vantage: row.vantage, heartbeatMs: row.heartbeat_seconds === null ? null : row.heartbeat_seconds * 1000, covers: row.covers,
    sampled: row.sampled, createdAt: row.created_at.getTime(), lastHeartbeatAt: row.last_heartbeat_at?.getTime() ?? null, lastReceivedAt: row.last_received_at?.getTime() ?? null,
    alive: alive.filter((one) => one.source_id === row.id).map((one) => ({ from: one.from, to: one.to })),
    drops: drops.filter((one) => one.source_id === row.id).map((one) => ({ from: one.from, to: one.to, count: one.count })),
    deadLetters: letters.filter((one) => one.source_id === row.id).map((one) => one.at),
  }))
}
