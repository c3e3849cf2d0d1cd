import type { Verdict } from '@/lib/grants/model'
import type { Evidence, NativeEvent, Rejection } from './model'
import { listOf } from './otlp/any-value'
import { recordsInExport } from './otlp/split'
import type { Arrived } from './prepare'
import { parseTime } from './rfc3339'

/** Records shown of one trial, and characters of text taken. */
export const TRIED = 20
/** Records counted of one pasted export. */
const TRIED_RECORDS = 10_000
export const TRIED_TEXT = 256 * 1024

/** One member of the event, and where the record says the same; null = worked out from several members, or from how the format is. */
export type TriedField = { name: string; value: unknown; from: string | null }

export type TriedEvent = {
  fields: TriedField[]
  evidence: Evidence
  adapterVersion: string
  /** Identities that the source's constants complete. */
  attributed: string[]
  /** What access the call counts as, and what the declarations in force then say of it. */
  access: string
  verdict: Verdict | null
  grantId: string | null
  nearestGrantId: string | null
  /** The registered server's slug; null when nobody registered the name. */
  server: string | null
  /** True when the source has sent this event before: it would be a duplicate. */
  known: boolean
}

/** What would become of one record. `no_act` is counted and is no gap; `refused` becomes a dead letter. */
export type Tried = { index: number } & ({ result: 'event'; event: TriedEvent } | { result: 'no_act' | 'refused'; code: Rejection; message: string })

/**
 * The records of a pasted text: an OTLP export (its spans or log records), a document `{"events": []}`, one record over several
 * lines, or one a line. Whatever it is, never throws.
 */
export function pastedRecords(text: string, format: string): Arrived[] {
  return textsOf(text, format).map((one, index) => ({ index, text: one }))
}

function textsOf(text: string, format: string): string[] {
  const document = parsed(text)
  const inside = (one: string): string[] => (format === 'otlp' ? recordsInExport(one, TRIED_RECORDS) : null) ?? [one]
  if (document === undefined) return text.split('\n').map((line) => line.trim()).filter((line) => line !== '').flatMap(inside)
  if (format !== 'native' || typeof document !== 'object' || document === null || !('events' in document)) return inside(text.trim())
  return listOf(document.events).map((event) => JSON.stringify(event))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const ORDER = ['id', 'occurredAt', 'kind', 'server', 'target', 'access', 'resources', 'human', 'client', 'agent', 'delegation', 'task', 'session', 'traceId', 'spanId', 'parentSpanId', 'outcome', 'decisionId', 'durationMs', 'parameters'] as const

/** The event's members in the order people read them, each with the member of the record that holds the same value. */
export function triedFields(event: NativeEvent, record: unknown): TriedField[] {
  const places = placesOf(record)
  return ORDER.flatMap((name) => {
    const value = event[name]
    return value === undefined ? [] : [{ name, value, from: placeOf(value, places) }]
  })
}

type Place = { path: string; key: string }

/** Members looked at; what a record holds beyond them is not searched. */
const PLACES = 2000

function placesOf(record: unknown): Place[] {
  const places: Place[] = []
  const walk = (value: unknown, path: string, depth: number): void => {
    if (places.length >= PLACES || depth > 12) return
    if (path !== '') for (const key of keysOf(value)) places.push({ path, key })
    if (typeof value === 'object' && value !== null) for (const [name, member] of Object.entries(value)) walk(member, path === '' ? name : `${path} › ${name}`, depth + 1)
  }
  walk(record, '', 0)
  return places
}

function placeOf(value: unknown, places: readonly Place[]): string | null {
  const wanted = keysOf(value)
  return places.find(({ key }) => wanted.includes(key))?.path ?? null
}

/** The ways in which a record may write a value: as it is, as a text, as another spelling of the same time. */
function keysOf(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return [JSON.stringify(value)]
  const text = String(value)
  const time = typeof value === 'string' && value.length <= 64 ? parseTime(value) : null
  if (time !== null) return [`at ${time}`]
  return /^\d{19}$/.test(text) ? [text, `at ${BigInt(text) / 1_000_000n}`] : [text.startsWith('{') ? squeezed(text) : text]
}

function squeezed(text: string): string {
  const value = parsed(text)
  return value === undefined ? text : JSON.stringify(value)
}
