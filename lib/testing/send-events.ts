import { ingest } from '@/lib/activity/commands/ingest'
import { findAdapter } from '@/lib/activity/formats/adapters'
import type { IngestResult } from '@/lib/activity/model'
import { findSourceByName } from '@/lib/activity/queries/find-source'
import type { Ctx } from '@/lib/context'

/** Delivers native events in the name of the source `gw`, through ingest itself. */
export async function sendEvents(ctx: Ctx, ...events: readonly Record<string, unknown>[]): Promise<IngestResult> {
  return sendEventsFrom('gw', ctx, ...events)
}

/** The same in the name of another source. */
export async function sendEventsFrom(name: string, ctx: Ctx, ...events: readonly Record<string, unknown>[]): Promise<IngestResult> {
  const [source, adapter] = [await findSourceByName(name), findAdapter('native')]
  if (source === null || adapter === null) throw new Error('No such source.')
  return ingest({ ctx, source, format: 'native', adapter, records: events.map((event, index) => ({ index, text: JSON.stringify(event) })) })
}
