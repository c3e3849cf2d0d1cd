import { z } from 'zod'
import type { Read } from '@/lib/db/pool'
import type { SignalFact } from '@/lib/drift/model'

/** As ingest writes them (`activity/signals.ts`); what another version wrote is left out rather than guessed. */
const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('agent_client'), agent: z.string(), client: z.string() }),
  z.object({ kind: z.literal('embedded_secret'), server: z.string(), target: z.string(), agent: z.string().nullable(), parameter: z.string(), shape: z.string() }),
])

type Row = { kind: string; subject: object; source: string; count: number; first_at: Date; last_at: Date }

/** What ingest noted of the hours that reach into the time since `since`, in the order of its key. */
export async function loadSignals(since: Date, read: Read): Promise<SignalFact[]> {
  const hour = new Date(since.getTime() - 3_600_000)
  const found = await read<Row>(
    `SELECT signal.kind, signal.subject, source.name AS source, signal.count, signal.first_at, signal.last_at
     FROM signal JOIN source ON source.id = signal.source_id WHERE signal.hour > $1 ORDER BY signal.kind, signal.key, signal.hour`, [hour.toISOString()])
  return found.flatMap(({ kind, subject, source, count, first_at, last_at }) => {
    const parsed = subjectSchema.safeParse({ ...subject, kind })
    return parsed.success ? [{ ...parsed.data, source, count, firstAt: first_at.getTime(), lastAt: last_at.getTime() }] : []
  })
}
