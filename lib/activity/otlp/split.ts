import { plainAttributes, plainValue } from './any-value'

export type OtlpSignal = 'logs' | 'traces'

type Given = Record<string, unknown>

/** Where each signal's request keeps its lists, outermost first, and what one record is called by itself. */
const SHAPES = {
  logs: { outer: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', member: 'logRecord' },
  traces: { outer: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', member: 'span' },
} as const

/**
 * The records of an export request (its JSON shape, as `opentelemetry/proto/collector` defines it), each as
 * `{resource, scope, logRecord}` or `{resource, scope, span}` with attributes as plain members. Null when the request is none:
 * no object, or a list that is no list. Unknown members are passed over. Stops after `limit` records and one.
 */
export function splitExport(request: unknown, signal: OtlpSignal, limit: number): Given[] | null {
  const shape = SHAPES[signal]
  const records: Given[] = []
  const outer = listIn(request, shape.outer)
  if (outer === null) return null
  for (const group of outer) {
    const scopes = listIn(group, shape.scopes)
    if (scopes === null) return null
    const resource = { attributes: plainAttributes(memberOf(memberOf(group, 'resource'), 'attributes')) }
    for (const inner of scopes) {
      const found = listIn(inner, shape.records)
      if (found === null) return null
      const scope = scopeOf(memberOf(inner, 'scope'))
      for (const record of found) {
        records.push({ resource, scope, [shape.member]: plainRecord(record) })
        if (records.length > limit) return records
      }
    }
  }
  return records
}

/** Which signal a request in JSON carries, told by its outermost member; null when neither. */
export function signalOf(request: unknown): OtlpSignal | null {
  if (memberOf(request, SHAPES.logs.outer) !== undefined) return 'logs'
  return memberOf(request, SHAPES.traces.outer) === undefined ? null : 'traces'
}

/** An absent list is an empty one, as in protobuf; a member of another type is no request. */
function listIn(value: unknown, name: string): readonly unknown[] | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const list = (value as Given)[name]
  if (list === undefined || list === null) return []
  return Array.isArray(list) ? list : null
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Given)[name] : undefined
}

function scopeOf(scope: unknown): Given {
  const [name, version] = [memberOf(scope, 'name'), memberOf(scope, 'version')]
  return { ...(typeof name === 'string' && name !== '' ? { name } : {}), ...(typeof version === 'string' && version !== '' ? { version } : {}) }
}

const KEPT = ['traceId', 'spanId', 'parentSpanId', 'name', 'eventName', 'kind', 'startTimeUnixNano', 'endTimeUnixNano', 'timeUnixNano', 'observedTimeUnixNano', 'severityNumber', 'severityText'] as const

/** The fields that adapters read, in one order for both encodings; events and links of a span are left out. */
function plainRecord(record: unknown): unknown {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return null
  const given = record as Given
  const plain: Given = {}
  for (const name of KEPT) {
    const value = given[name]
    if ((typeof value === 'string' && value !== '') || typeof value === 'number') plain[name] = value
  }
  const [status, body] = [given['status'], given['body']]
  if (typeof status === 'object' && status !== null) plain['status'] = { code: memberOf(status, 'code') ?? 0 }
  if (body !== undefined && body !== null) plain['body'] = plainValue(body)
  plain['attributes'] = plainAttributes(given['attributes'])
  return plain
}

/** 64-bit numbers that a document writes bare, in quotes, so that parsing loses no digit of them. */
export function quoteLongNumbers(json: string): string {
  // A quotation mark inside a text is escaped, so a closing one before the colon always ends a member's name.
  return json.replace(/"(\w{1,40}UnixNano|intValue)"(\s{0,20}:\s{0,20})(-?\d{16,20})(?![\d.eE])/g, '"$1"$2"$3"')
}

/** The texts of the records inside an export in JSON; null when the text is none. */
export function recordsInExport(text: string, limit: number): string[] | null {
  let document: unknown
  try {
    document = JSON.parse(quoteLongNumbers(text))
  } catch {
    return null
  }
  const signal = signalOf(document)
  return signal === null ? null : (splitExport(document, signal, limit)?.map((record) => JSON.stringify(record)) ?? null)
}
