import { z } from 'zod'
import { receiveOtlp, refuseOtlp } from '@/lib/activity/commands/receive-otlp'
import type { OtlpSignal } from '@/lib/activity/otlp/split'
import type { Problem } from '@/lib/boundary/problem'
import { type Answer, rawRoute } from '@/lib/boundary/route'

const HOW = 'OTLP over HTTP (opentelemetry.io/docs/specs/otlp): application/json or application/x-protobuf, gzip allowed, at most 16 MiB after decompression and 100,000 records. Records that tell of no MCP call are passed over. 429 and 503 carry Retry-After; a 4xx or 5xx answer stored nothing.'
/** Seconds after which an exporter may try again when nothing better is known. */
const LATER = 5

const answer = z.object({ partialSuccess: z.object({ rejectedLogRecords: z.string().optional(), rejectedSpans: z.string().optional(), errorMessage: z.string() }).optional() })

const otlp = (signal: OtlpSignal, summary: string) => rawRoute({
  method: 'POST', path: `/v1/${signal}`, tag: 'Activity', summary, access: { ingest: true }, response: answer,
  raw: {
    description: HOW, accepts: ['application/json', 'application/x-protobuf'], refuse,
    handle: async ({ actor, ctx, request }) => {
      const { contentType, body } = await receiveOtlp(actor, ctx, request, signal)
      return { status: 200, body, headers: { 'content-type': contentType } }
    },
  },
})

/** A refusal as google.rpc.Status, in the request's encoding. */
function refuse({ status: given, detail }: Problem, retryAfter: number | undefined, request: Request): Answer {
  const { status, body, contentType, retryable } = refuseOtlp(given, detail, request.headers.get('content-type'))
  return { status, body, headers: { 'content-type': contentType, ...(retryable ? { 'retry-after': String(retryAfter ?? LATER) } : {}) } }
}

export const otlpRoutes = [otlp('logs', 'Take in log records of OpenTelemetry'), otlp('traces', 'Take in spans of OpenTelemetry')]
