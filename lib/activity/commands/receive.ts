import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { assertRecordCount, layoutOf, RECORD_LIMIT, recordsOf } from '@/lib/activity/delivery'
import { findAdapter } from '@/lib/activity/formats/adapters'
import { readDelivery } from '@/lib/activity/io'
import type { IngestResult } from '@/lib/activity/model'
import { recordsInExport } from '@/lib/activity/otlp/split'
import type { Arrived } from '@/lib/activity/prepare'
import { chooseSource } from './choose-source'
import { ingest } from './ingest'
import { withRoom } from './queue'

/** Takes a delivery from the machine door: body, source, records, store. A refusal has stored nothing. */
export async function receive(actor: Actor, ctx: Ctx, request: Request, format: string): Promise<IngestResult> {
  const adapter = findAdapter(format)
  if (adapter === null) throw new AppError('not_found', 'There is no format of that name. Nothing was stored.')
  // A source's own lines are always lines; only native events also come as one document.
  const layout = format === 'native' ? layoutOf(request.headers.get('content-type')) : (layoutOf(request.headers.get('content-type')), 'lines' as const)
  return withRoom(async (hold) => {
    const text = await readDelivery(request, hold)
    const source = await chooseSource(actor, ctx, request.headers.get('bailiwick-source'))
    return ingest({ ctx, source, format, adapter, records: format === 'otlp' ? exportLines(recordsOf(text, layout)) : recordsOf(text, layout) })
  })
}

/** A collector's file holds whole exports, one a line: each is as many records as it carries. Any other line stays as it is. */
function exportLines(lines: readonly Arrived[]): Arrived[] {
  const texts = lines.flatMap(({ text }) => recordsInExport(text, RECORD_LIMIT) ?? [text])
  assertRecordCount(texts.length)
  return texts.map((text, index) => ({ index, text }))
}
