import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { assertRecordCount, RECORD_LIMIT } from '@/lib/activity/delivery'
import { ADAPTERS, type Adapter } from '@/lib/activity/formats/adapters'
import { readBody, readText } from '@/lib/activity/io'
import { decodeExport, encodeResponse, encodeStatus } from '@/lib/activity/io/otlp-protobuf'
import { CONTENT_TYPES, encodingOf, otlpStatus, refusedPart } from '@/lib/activity/otlp/answer'
import { type OtlpSignal, quoteLongNumbers, splitExport } from '@/lib/activity/otlp/split'
import type { Arrived } from '@/lib/activity/prepare'
import { chooseSource } from './choose-source'
import { prepareAll } from './ingest'
import { enqueue, withRoom } from './queue'

export type OtlpAnswer = { contentType: string; body: string | Uint8Array }

const MEMBERS: Readonly<Record<OtlpSignal, string>> = { logs: 'rejectedLogRecords', traces: 'rejectedSpans' }

/**
 * Takes an export of OpenTelemetry: body, source, records, store, like any delivery. The answer is the one of OTLP, in the
 * request's encoding. Records that tell of no act count as rejected here and are not reported as refused: they are no fault.
 */
export async function receiveOtlp(actor: Actor, ctx: Ctx, request: Request, signal: OtlpSignal): Promise<OtlpAnswer> {
  const encoding = encodingOf(request.headers.get('content-type'))
  if (encoding === null) throw new AppError('unsupported_media_type', 'Send application/json or application/x-protobuf. Nothing was stored.')
  const adapter = otlpAdapter()
  return withRoom(async (hold) => {
    const bytes = await readBody(request, hold)
    const source = await chooseSource(actor, ctx, request.headers.get('bailiwick-source'))
    const records = arrivedOf(splitExport(encoding === 'protobuf' ? decoded(bytes, signal) : parsed(bytes), signal, RECORD_LIMIT))
    const prepared = await prepareAll(ctx, source, adapter, records)
    const passed = new Set(prepared.letters.filter(({ open }) => !open).map(({ index }) => index))
    const { result } = await enqueue({ ctx, source, format: 'otlp', received: records.length, ...prepared })
    const refused = refusedPart(result.errors.map((error) => ({ ...error, noAct: passed.has(error.index) })))
    if (encoding === 'protobuf') return { contentType: CONTENT_TYPES.protobuf, body: encodeResponse(refused) }
    const partialSuccess = refused === null ? undefined : { [MEMBERS[signal]]: String(refused.rejected), errorMessage: refused.errorMessage }
    return { contentType: CONTENT_TYPES.json, body: JSON.stringify({ partialSuccess }) }
  })
}

export type OtlpRefusal = OtlpAnswer & { status: number; retryable: boolean }

/** A refusal of the door as google.rpc.Status, in the encoding of the request's content type. */
export function refuseOtlp(httpStatus: number, detail: string, contentType: string | null): OtlpRefusal {
  const { status, code, retryable } = otlpStatus(httpStatus)
  const encoding = encodingOf(contentType) ?? 'json'
  const body = encoding === 'protobuf' ? encodeStatus(code, detail) : JSON.stringify({ code, message: detail, details: [] })
  return { status, retryable, contentType: CONTENT_TYPES[encoding], body }
}

function otlpAdapter(): Adapter {
  const adapter = ADAPTERS['otlp']
  if (adapter === undefined) throw new Error('The adapter of OTLP is missing.')
  return adapter
}

function decoded(bytes: Buffer, signal: OtlpSignal): unknown {
  try {
    return decodeExport(bytes, signal)
  } catch {
    throw new AppError('bad_request', `The body is no ${signal} export in protobuf. Nothing was stored.`)
  }
}

function parsed(bytes: Buffer): unknown {
  const text = readText(bytes)
  try {
    return JSON.parse(quoteLongNumbers(text))
  } catch {
    throw new AppError('bad_request', 'The body is not JSON. Nothing was stored.')
  }
}

function arrivedOf(records: Record<string, unknown>[] | null): Arrived[] {
  if (records === null) throw new AppError('bad_request', 'The body is no OTLP export: its lists are missing or no lists. Nothing was stored.')
  assertRecordCount(records.length)
  return records.map((value, index) => ({ index, text: JSON.stringify(value), value }))
}
