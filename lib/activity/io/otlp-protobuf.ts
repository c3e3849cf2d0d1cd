import protobuf from 'protobufjs/light.js'
import { OTLP_MESSAGES } from '@/lib/activity/otlp/protobuf-messages'
import type { OtlpSignal } from '@/lib/activity/otlp/split'

const root = protobuf.Root.fromJSON(OTLP_MESSAGES)
const type = (name: string): protobuf.Type => root.lookupType(name)
const REQUESTS = { logs: type('LogsRequest'), traces: type('TracesRequest') } satisfies Record<OtlpSignal, protobuf.Type>
const [RESPONSE, STATUS] = [type('ExportResponse'), type('RpcStatus')]

const HEX = new Set(['traceId', 'spanId', 'parentSpanId'])

/** An export request out of its bytes, in the shape of its JSON: ids in hex, 64-bit numbers as decimal texts. Throws when it is none. */
export function decodeExport(bytes: Uint8Array, signal: OtlpSignal): unknown {
  const request = REQUESTS[signal]
  const plain = request.toObject(request.decode(bytes), { longs: String, json: true })
  withPlainBytes(plain)
  return plain
}

// toObject keeps bytes as they are: ids become hex, other bytes base64, in place.
function withPlainBytes(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const given = value as Record<string, unknown>
  for (const [name, member] of Object.entries(given)) {
    if (member instanceof Uint8Array) given[name] = Buffer.from(member).toString(HEX.has(name) ? 'hex' : 'base64')
    else if (typeof member === 'object') withPlainBytes(member)
  }
}

/** ExportLogsServiceResponse and ExportTraceServiceResponse, which share their numbers. Nothing refused = the empty message. */
export function encodeResponse(refused: { rejected: number; errorMessage: string } | null): Uint8Array {
  return RESPONSE.encode(RESPONSE.create(refused === null ? {} : { partialSuccess: refused })).finish()
}

/** google.rpc.Status, the body of a refusal. */
export function encodeStatus(code: number, message: string): Uint8Array {
  return STATUS.encode(STATUS.create({ code, message })).finish()
}
