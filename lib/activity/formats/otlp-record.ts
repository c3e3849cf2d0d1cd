import { type Members, members, own, text } from './members'

/** One span or log record with what stands around it, as `lib/activity/otlp` lays it out: attributes as plain members. */
export type Telemetry = {
  resource: Members
  scope: Members
  /** The record's own fields: times, ids, kind, status, name, body. */
  fields: Members
  attributes: Members
  signal: 'span' | 'log'
}

/** The parts of a record; null when it is neither a span nor a log record. */
export function telemetryOf(record: unknown): Telemetry | null {
  const given = members(record)
  const signal = Object.hasOwn(given, 'span') ? 'span' : Object.hasOwn(given, 'logRecord') ? 'log' : null
  if (signal === null) return null
  const inner = given[signal === 'span' ? 'span' : 'logRecord']
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return null
  const fields = members(inner)
  return { resource: members(members(own(given, 'resource'))['attributes']), scope: members(own(given, 'scope')), fields, attributes: members(own(fields, 'attributes')), signal }
}

/** Nanoseconds since 1970 as an exact number; undefined when there are none, or 0, which says "unknown". */
export function nanosOf(value: unknown): bigint | undefined {
  const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value
  if (typeof digits !== 'string' || !/^\d{1,20}$/.test(digits)) return undefined
  const nanos = BigInt(digits)
  return nanos === 0n ? undefined : nanos
}

/** RFC 3339 in UTC, cut to milliseconds; undefined beyond the calendar. */
export function timeOfNanos(nanos: bigint | undefined): string | undefined {
  if (nanos === undefined) return undefined
  const at = new Date(Number(nanos / 1_000_000n))
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString()
}

/** An id of a trace (32 hex digits) or span (16); undefined for the invalid all-zero one and everything else. */
export function hexId(value: unknown, digits: 16 | 32): string | undefined {
  const id = text(value)?.toLowerCase()
  return id !== undefined && id.length === digits && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id) ? id : undefined
}

/** The ids of a record's place in its trace. */
export function traceOf(fields: Members): { traceId: string | undefined; spanId: string | undefined; parentSpanId: string | undefined } {
  return { traceId: hexId(own(fields, 'traceId'), 32), spanId: hexId(own(fields, 'spanId'), 16), parentSpanId: hexId(own(fields, 'parentSpanId'), 16) }
}
