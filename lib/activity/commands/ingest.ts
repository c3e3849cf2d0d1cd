import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Ctx } from '@/lib/context'
import type { Adapter } from '@/lib/activity/formats/adapters'
import type { IngestResult } from '@/lib/activity/model'
import { type Arrived, type Draft, type Letter, prepareRecord } from '@/lib/activity/prepare'
import type { SourceSettings } from '@/lib/activity/source'
import { enqueue } from './queue'

/** Records prepared before other requests get their turn. */
const TURN = 500

export type Prepared = { drafts: Draft[]; letters: Letter[] }

/** Turns records into drafts and letters, giving way to other requests every few milliseconds. */
export async function prepareAll(ctx: Ctx, source: SourceSettings, adapter: Adapter, records: readonly Arrived[]): Promise<Prepared> {
  const prepared: Prepared = { drafts: [], letters: [] }
  const now = ctx.now.getTime()
  for (const [i, record] of records.entries()) {
    if (i > 0 && i % TURN === 0) await nextTurn()
    const one = prepareRecord(record, adapter, source, now)
    if ('draft' in one) prepared.drafts.push(one.draft)
    else prepared.letters.push(one.letter)
  }
  return prepared
}

export type Delivery = { ctx: Ctx; source: SourceSettings; format: string; adapter: Adapter; records: readonly Arrived[] }

/**
 * Takes a delivery in: exactly once, judged, rolled up, counted. When it resolves everything is committed; when it rejects
 * nothing of it is stored.
 */
export async function ingest({ ctx, source, format, adapter, records }: Delivery): Promise<IngestResult> {
  const prepared = await prepareAll(ctx, source, adapter, records)
  const { result } = await enqueue({ ctx, source, format, received: records.length, ...prepared })
  return result
}
