import type pg from 'pg'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/ids'
import { type Alive, extendAlive } from '@/lib/activity/alive'
import { batchHash, contentHash } from '@/lib/activity/batch-chain'
import type { Draft } from '@/lib/activity/prepare'
import type { SourceSettings } from '@/lib/activity/source'

/** What one delivery came to, for its source's counters and chain. A retry has received 0 and takes back rejections. */
export type Delivered = {
  batch: string
  now: Date
  received: number
  accepted: readonly Draft[]
  duplicates: number
  conflicts: number
  rejected: number
}

type Head = { seq: number; hash: Buffer | null }

/**
 * Appends deliveries to their source's chain, raises its counters and extends the times at which it was alive. Takes the source
 * row's lock until commit, so it comes last in the transaction.
 */
export async function finishSource(client: pg.ClientBase, source: SourceSettings, deliveries: readonly Delivered[]): Promise<void> {
  const { rows } = await client.query<Head>('SELECT batch_seq AS seq, batch_hash AS hash FROM source WHERE id = $1 FOR NO KEY UPDATE', [source.id])
  let head = rows[0]
  if (head === undefined) throw new AppError('not_found', 'The source no longer exists. Nothing was stored.')
  for (const delivery of deliveries) head = await appendBatch(client, source.id, head, delivery)
  const sum = (read: (delivery: Delivered) => number): number => deliveries.reduce((total, delivery) => total + read(delivery), 0)
  const times = deliveries.flatMap((delivery) => delivery.accepted.map((draft) => draft.at))
  const lastAt = times.length === 0 ? null : new Date(times.reduce((a, b) => Math.max(a, b))).toISOString()
  const received = deliveries.filter((delivery) => delivery.received > 0).map((delivery) => delivery.now.getTime())
  await client.query(
    `UPDATE source SET received = received + $2, accepted = accepted + $3, duplicates = duplicates + $4, conflicts = conflicts + $5, rejected = rejected + $6,
      batch_seq = $7, batch_hash = $8, last_event_at = greatest(last_event_at, $9::timestamptz), last_received_at = greatest(last_received_at, $10::timestamptz)
     WHERE id = $1`,
    [source.id, sum((d) => d.received), sum((d) => d.accepted.length), sum((d) => d.duplicates), sum((d) => d.conflicts), sum((d) => d.rejected), head.seq, head.hash,
      lastAt, received.length === 0 ? null : new Date(Math.max(...received)).toISOString()],
  )
  if (source.heartbeatMs !== null && times.length > 0) await noteAlive(client, source.id, times, source.heartbeatMs)
}

async function appendBatch(client: pg.ClientBase, sourceId: string, head: Head, delivery: Delivered): Promise<Head> {
  const { batch, received, duplicates, rejected } = delivery
  const [seq, accepted, content] = [head.seq + 1, delivery.accepted.length, contentHash(delivery.accepted)]
  const receivedAt = delivery.now.toISOString()
  const hash = batchHash(head.hash, { sourceId, seq, batch, receivedAt, received, accepted, duplicates, rejected, contentHash: content.toString('hex') })
  await client.query(
    `INSERT INTO activity_batch (source_id, seq, batch, received_at, received, accepted, duplicates, rejected, content_hash, prev_hash, hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [sourceId, seq, batch, receivedAt, received, accepted, duplicates, rejected, content, head.hash, hash],
  )
  return { seq, hash }
}

/** Extends a source's alive intervals by these times (milliseconds, event time). The caller holds the source row's lock. */
export async function noteAlive(client: pg.ClientBase, sourceId: string, times: readonly number[], heartbeatMs: number): Promise<void> {
  const [first, last] = [times.reduce((a, b) => Math.min(a, b)), times.reduce((a, b) => Math.max(a, b))]
  // Intervals further away than one heartbeat cannot merge with these times.
  const { rows } = await client.query<Alive & { id: string }>(
    `SELECT id, (extract(epoch FROM "from") * 1000)::bigint AS "from", (extract(epoch FROM "to") * 1000)::bigint AS "to" FROM source_alive
     WHERE source_id = $1 AND "to" >= $2 AND "from" <= $3`,
    [sourceId, new Date(first - heartbeatMs).toISOString(), new Date(last + heartbeatMs).toISOString()],
  )
  const merged = extendAlive(rows.map(({ from, to }) => ({ from, to })), times, heartbeatMs)
  const same = (a: Alive, b: Alive): boolean => a.from === b.from && a.to === b.to
  const gone = rows.filter((row) => !merged.some((interval) => same(row, interval)))
  const made = merged.filter((interval) => !rows.some((row) => same(row, interval)))
  if (gone.length > 0) await client.query('DELETE FROM source_alive WHERE id = ANY($1)', [gone.map((row) => row.id)])
  if (made.length === 0) return
  await client.query(
    'INSERT INTO source_alive (id, source_id, "from", "to") SELECT id, $1, f, t FROM unnest($2::text[], $3::timestamptz[], $4::timestamptz[]) AS row (id, f, t)',
    [sourceId, made.map(({ from }) => newId('alive', new Date(Math.max(0, from)))), made.map(({ from }) => new Date(from).toISOString()), made.map(({ to }) => new Date(to).toISOString())],
  )
}
