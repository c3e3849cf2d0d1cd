import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { PARTITION_LOCK } from '@/lib/activity/locks'

const DAY = 86_400_000

/** The months, as their first days, from `from` to `to` (milliseconds), both included. */
function monthsBetween(from: number, to: number): Date[] {
  const months: Date[] = []
  const first = new Date(from)
  for (let month = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), 1)); month.getTime() <= to; month = nextMonth(month)) months.push(month)
  return months
}

function nextMonth(month: Date): Date {
  return new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1))
}

/**
 * Makes the monthly partitions of `activity_event` from 100 days back to two months ahead of `now`, where they are missing. There
 * is no default partition: it would have to be scanned for every new one. Safe with several replicas, and nearly free when
 * nothing is missing. Answers the names of what it made.
 */
export async function ensurePartitions(now: Date): Promise<string[]> {
  const wanted = monthsBetween(now.getTime() - 100 * DAY, now.getTime() + 62 * DAY)
  const client = await pool().connect()
  try {
    const missing = await missingOf(client, wanted)
    if (missing.length > 0) {
      await client.query('BEGIN')
      await client.query('SELECT pg_advisory_xact_lock($1)', [PARTITION_LOCK])
      for (const month of missing) {
        const [from, to] = [month, nextMonth(month)].map((date) => date.toISOString())
        await client.query(`CREATE TABLE IF NOT EXISTS ${nameOf(month)} PARTITION OF activity_event FOR VALUES FROM ('${from}') TO ('${to}')`)
      }
      await client.query('COMMIT')
    }
    return missing.map(nameOf)
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

/** `ensurePartitions`, once a day and process: what ingest calls before it stores. */
export async function ensurePartitionsToday(now: Date): Promise<void> {
  const state = processState()
  const day = now.toISOString().slice(0, 10)
  if (state['activityPartitions'] === day) return
  await ensurePartitions(now)
  state['activityPartitions'] = day
}

async function missingOf(client: { query: (text: string, values: unknown[]) => Promise<{ rows: { name: string }[] }> }, months: readonly Date[]): Promise<Date[]> {
  const names = months.map(nameOf)
  const { rows } = await client.query('SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NULL', [names])
  const missing = new Set(rows.map((row) => row.name))
  return months.filter((month) => missing.has(nameOf(month)))
}

function nameOf(month: Date): string {
  return `activity_event_${month.toISOString().slice(0, 7).replace('-', '_')}`
}
