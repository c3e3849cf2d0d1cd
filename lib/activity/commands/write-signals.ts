import type pg from 'pg'
import { storable } from '@/lib/activity/redact'
import { type Signals, sortedSignals } from '@/lib/activity/signals'

const UPSERT = `
INSERT INTO signal (kind, key, hour, source_id, subject, count, first_at, last_at)
SELECT kind, key, hour, source_id, subject, count, first_at, last_at
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::jsonb[], $6::int[], $7::timestamptz[], $8::timestamptz[])
  AS row (kind, key, hour, source_id, subject, count, first_at, last_at)
ON CONFLICT (kind, key, hour) DO UPDATE SET count = least(signal.count::bigint + excluded.count, 2147483647)::int,
  first_at = least(signal.first_at, excluded.first_at), last_at = greatest(signal.last_at, excluded.last_at)`

/** Adds what newly accepted events signal to what is stored, in their transaction: so each event counts once. */
export async function writeSignals(client: pg.ClientBase, signals: Signals): Promise<void> {
  if (signals.size === 0) return
  const rows = sortedSignals(signals)
  const iso = (at: number): string => new Date(at).toISOString()
  await client.query(UPSERT, [
    rows.map((row) => row.kind), rows.map((row) => row.key), rows.map((row) => iso(row.hour)), rows.map((row) => row.sourceId), rows.map((row) => subjectText(row.subject)),
    rows.map((row) => row.count), rows.map((row) => iso(row.firstAt)), rows.map((row) => iso(row.lastAt)),
  ])
}

/** JSON that PostgreSQL can hold, whatever a log called things. */
function subjectText(subject: Record<string, string | null>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(subject).map(([name, value]) => [name, value === null ? null : storable(value)])))
}
