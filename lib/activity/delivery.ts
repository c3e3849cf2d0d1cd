import { AppError } from '@/lib/errors'
import type { Arrived } from './prepare'

/** Records in one delivery; more must come in parts. */
export const RECORD_LIMIT = 100_000

export type Layout = 'json' | 'lines' | 'unsaid'

const LINES = new Set(['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/x-jsonlines', 'application/json-lines'])
const UNSAID = new Set(['', 'text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded', 'application/gzip'])

/** How a body of this content type is laid out; other types are refused. */
export function layoutOf(contentType: string | null): Layout {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return 'json'
  if (LINES.has(type)) return 'lines'
  if (UNSAID.has(type)) return 'unsaid'
  throw new AppError('unsupported_media_type', 'Send application/json or application/x-ndjson. Nothing was stored.')
}

/**
 * The records of a delivery. A JSON document is `{events: []}` and refused as a whole when it is not; otherwise every non-blank
 * line is one record, whatever it holds. `index` counts records from 0.
 */
export function recordsOf(text: string, layout: Layout): Arrived[] {
  const document = layout === 'json' || (layout === 'unsaid' && isDocument(text))
  const records = document ? recordsOfDocument(text) : recordsOfLines(text)
  assertRecordCount(records.length)
  return records
}

/** Refuses a delivery of more records than one may have. */
export function assertRecordCount(count: number): void {
  if (count > RECORD_LIMIT) throw new AppError('too_large', `The delivery has over ${RECORD_LIMIT} records. Nothing was stored; send it in parts.`)
}

function isDocument(text: string): boolean {
  if (!/^\s*\{\s*"events"\s*:/.test(text.slice(0, 1000))) return false
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function recordsOfLines(text: string): Arrived[] {
  const records: Arrived[] = []
  let from = 0
  while (from < text.length && records.length <= RECORD_LIMIT) {
    const end = text.indexOf('\n', from)
    const line = text.slice(from, end === -1 ? text.length : end).trim()
    if (line !== '') records.push({ index: records.length, text: line })
    from = end === -1 ? text.length : end + 1
  }
  return records
}

function recordsOfDocument(text: string): Arrived[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new AppError('bad_request', 'The delivery is not JSON. Nothing was stored.')
  }
  const events: unknown = typeof value === 'object' && value !== null && Object.hasOwn(value, 'events') ? (value as { events: unknown }).events : undefined
  if (!Array.isArray(events)) throw new AppError('invalid_input', 'The delivery must be {"events": [...]}. Nothing was stored.', { errors: [{ path: 'events', message: 'must be a list' }] })
  const others = Object.keys(value as object).filter((key) => key !== 'events')
  if (others.length > 0) throw new AppError('unknown_field', 'The delivery must be {"events": [...]} and nothing else. Nothing was stored.', { errors: others.slice(0, 20).map((path) => ({ path: path.slice(0, 100), message: 'is not a known field' })) })
  return events.map((event, index) => ({ index, text: recordText(event), value: event }))
}

/** A record's own text. One nested too deep for JSON.stringify becomes a text that no check accepts. */
function recordText(value: unknown): string {
  try {
    return JSON.stringify(value)
  } catch {
    return '[nested too deep]'
  }
}
