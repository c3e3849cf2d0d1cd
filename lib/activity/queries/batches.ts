import { pool, rows } from '@/lib/db/pool'
import { batchHash } from '@/lib/activity/batch-chain'
import { sha256 } from '@/lib/hash'

export type BatchVerification = { source: string; ok: boolean; batches: number; /** Of the first batch that does not fit. */ brokenAt: number | null; reason: string | null }

type Row = {
  seq: number; batch: string; received_at: Date; received: number; accepted: number; duplicates: number; rejected: number; content_hash: Buffer; prev_hash: Buffer | null; hash: Buffer
}

/** Recomputes a source's chain of batches, each from the events it says it stored. */
export async function verifyBatches(sourceId: string): Promise<BatchVerification> {
  const batches = await rows<Row>('SELECT *, batch::text AS batch FROM activity_batch WHERE source_id = $1 ORDER BY seq', [sourceId])
  const contents = await storedContents(sourceId)
  let previous: Buffer | null = null
  for (const [i, row] of batches.entries()) {
    const reason = faultOf(row, i + 1, previous, sourceId, contents.get(row.batch))
    if (reason !== null) return { source: sourceId, ok: false, batches: i, brokenAt: row.seq, reason }
    previous = row.hash
  }
  return { source: sourceId, ok: true, batches: batches.length, brokenAt: null, reason: null }
}

function faultOf(row: Row, seq: number, previous: Buffer | null, sourceId: string, content: string | undefined): string | null {
  if (row.seq !== seq) return `Batch ${seq} is missing.`
  if ((row.prev_hash?.toString('hex') ?? null) !== (previous?.toString('hex') ?? null)) return 'The link to the batch before does not fit.'
  if (row.content_hash.toString('hex') !== (content ?? sha256('').toString('hex'))) return 'The stored events are not those that were taken in.'
  const { received, accepted, duplicates, rejected } = row
  const facts = { sourceId, seq, batch: row.batch, receivedAt: row.received_at.toISOString(), received, accepted, duplicates, rejected, contentHash: row.content_hash.toString('hex') }
  return batchHash(previous, facts).toString('hex') === row.hash.toString('hex') ? null : 'The counts do not fit their hash.'
}

/** Digest of the stored events of each batch, worked out by the database in one pass over the source's events. */
async function storedContents(sourceId: string): Promise<Map<string, string>> {
  const { rows: found } = await pool().query<{ batch: string; content: string }>(
    `SELECT batch::text AS batch, encode(sha256(convert_to(string_agg(replace(key::text, '-', '') || ':' || encode(raw_hash, 'hex') || E'\\n', '' ORDER BY key), 'UTF8')), 'hex') AS content
     FROM activity_event WHERE source_id = $1 GROUP BY batch`, [sourceId],
  )
  return new Map(found.map((row) => [row.batch, row.content]))
}
