import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { pool } from '@/lib/db/pool'
import { invalid } from '@/lib/errors'
import { AHEAD } from '@/lib/activity/prepare'
import { parseTime } from '@/lib/activity/rfc3339'
import type { SourceSettings } from '@/lib/activity/source'
import type { HeartbeatInput } from '@/lib/activity/source-input'
import { chooseSource } from './choose-source'
import { noteAlive } from './finish-source'

export type HeartbeatAnswer = { source: string; deliveredThrough: string | null; dropped: number }

/**
 * Notes that a source is alive, up to when it has delivered everything, and what it lost on the way. `deliveredThrough` never goes
 * back: an older one still says that the source was alive then. More than 10 minutes ahead of our clock is refused.
 */
export async function heartbeat(actor: Actor, ctx: Ctx, header: string | null, input: HeartbeatInput): Promise<HeartbeatAnswer> {
  const through = input.deliveredThrough === undefined ? null : parseTime(input.deliveredThrough)
  if (input.deliveredThrough !== undefined && through === null) throw invalid('deliveredThrough', 'deliveredThrough must be an RFC 3339 date and time. Nothing was changed.')
  if (through !== null && through > ctx.now.getTime() + AHEAD) throw invalid('deliveredThrough', 'deliveredThrough is more than 10 minutes in the future. Nothing was changed.')
  if (through !== null && through < 0) throw invalid('deliveredThrough', 'deliveredThrough is before 1970. Nothing was changed.')
  const source = await chooseSource(actor, ctx, header)
  return note(ctx, source, through, input.dropped ?? 0)
}

async function note(ctx: Ctx, source: SourceSettings, through: number | null, dropped: number): Promise<HeartbeatAnswer> {
  const client = await pool().connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<{ before: number | null; created: number; dropped: number }>(
      `SELECT (extract(epoch FROM delivered_through) * 1000)::bigint AS before, (extract(epoch FROM created_at) * 1000)::bigint AS created, dropped
       FROM source WHERE id = $1 FOR NO KEY UPDATE`, [source.id],
    )
    const before = rows[0]?.before ?? null
    const now = ctx.now.toISOString()
    const reached = through === null ? before : Math.max(before ?? through, through)
    await client.query(
      'UPDATE source SET last_heartbeat_at = greatest(last_heartbeat_at, $2::timestamptz), delivered_through = $3, dropped = dropped + $4 WHERE id = $1',
      [source.id, now, reached === null ? null : new Date(reached).toISOString(), dropped],
    )
    if (through !== null && source.heartbeatMs !== null) await noteAlive(client, source.id, [through], source.heartbeatMs)
    if (dropped > 0) {
      // Lost somewhere between what was delivered before and what is now; without either, since the source exists.
      const to = through ?? ctx.now.getTime()
      const from = Math.min(before ?? rows[0]?.created ?? to, to)
      await client.query('INSERT INTO source_drop (id, source_id, "from", "to", count) VALUES ($1, $2, $3, $4, $5)',
        [ctx.id('drop'), source.id, new Date(from).toISOString(), new Date(to).toISOString(), dropped])
    }
    await client.query('COMMIT')
    return { source: source.name, deliveredThrough: reached === null ? null : new Date(reached).toISOString(), dropped: (rows[0]?.dropped ?? 0) + dropped }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
