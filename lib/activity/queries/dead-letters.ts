import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { rows } from '@/lib/db/pool'

export const deadLetterFilter = z.strictObject({
  source: z.string().max(512).optional(),
  code: z.string().max(100).optional(),
  status: z.enum(['open', 'retried', 'discarded']).optional(),
})
export type DeadLetterFilter = z.output<typeof deadLetterFilter>

export type DeadLetterView = {
  id: string; source: string; format: string; receivedAt: string; occurredAt: string | null; code: string; message: string; body: string
  status: 'open' | 'retried' | 'discarded'; attempts: number; closedAt: string | null; eventId: string | null
}

type Row = {
  id: string; source: string; format: string; received_at: Date; occurred_at: Date | null; code: string; message: string; body: string; status: DeadLetterView['status']
  attempts: number; closed_at: Date | null; event_id: string | null
}

const position = z.tuple([z.iso.datetime(), z.string().max(100)])

/** Refused records with their reasons and masked bodies, newest first. */
export async function listDeadLetters(actor: Actor, filter: DeadLetterFilter, page: { limit: number; cursor?: string | undefined }): Promise<Page<DeadLetterView>> {
  require(actor, 'activity.parameters')
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const conditions: string[] = []
  if (filter.source !== undefined) conditions.push(`source_id = (SELECT id FROM source WHERE name = ${bind(filter.source)} OR id = ${bind(filter.source)} LIMIT 1)`)
  if (filter.code !== undefined) conditions.push(`code = ${bind(filter.code)}`)
  if (filter.status !== undefined) conditions.push(`status = ${bind(filter.status)}::dead_letter_status`)
  const after = decodeCursor(page.cursor, position)
  if (after !== null) conditions.push(`(dead_letter.received_at, dead_letter.id) < (${bind(after[0])}::timestamptz, ${bind(after[1])})`)
  const found = await rows<Row>(
    `SELECT dead_letter.*, source.name AS source FROM dead_letter JOIN source ON source.id = source_id ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY dead_letter.received_at DESC, dead_letter.id DESC LIMIT ${page.limit + 1}`, values,
  )
  return pageOf(found, page.limit, viewOf, (row) => [row.received_at.toISOString(), row.id])
}

function viewOf(row: Row): DeadLetterView {
  return {
    id: row.id, source: row.source, format: row.format, receivedAt: row.received_at.toISOString(), occurredAt: row.occurred_at?.toISOString() ?? null, code: row.code,
    message: row.message, body: row.body, status: row.status, attempts: row.attempts, closedAt: row.closed_at?.toISOString() ?? null, eventId: row.event_id,
  }
}

/** Open records per source and reason, the most frequent first. */
export async function countDeadLetters(actor: Actor): Promise<{ source: string; code: string; count: number }[]> {
  require(actor, 'activity.parameters')
  return rows(`SELECT source.name AS source, code, count(*) AS count FROM dead_letter JOIN source ON source.id = source_id WHERE status = 'open' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2`)
}
