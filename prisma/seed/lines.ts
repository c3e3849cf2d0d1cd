import type { Format } from '@/lib/activity/formats/adapters'
import type { ExampleCall } from './calls'
import { STATING } from './grants'
import { agentgatewayLine, obotLine, toolhiveLine } from './lines-gateways'
import { claudeCodeLine, otlpLine } from './lines-telemetry'
import { rng, secondsHex } from './prng'
import type { Via } from './server'
import { TOUCHES } from './touches'

/** A native event, as the two Envoys and the data servers send it, and the reporter on laptops. */
export function nativeLine(call: ExampleCall): string {
  const random = rng(`${call.at} ${call.session} ${call.tool}`)
  const touching = TOUCHES[call.server]
  const thing = touching === undefined ? undefined : call.arguments[touching.argument]
  const behind = call.tool.includes(':')
  return JSON.stringify({
    id: `ev-${secondsHex(call.at)}${random.hex(8)}`, occurredAt: new Date(call.at).toISOString(), kind: behind ? 'downstream_action' : 'tool_call', server: call.server, target: call.tool,
    ...(behind ? { access: 'write' } : {}),
    ...(touching !== undefined && STATING.has(call.via) && typeof thing === 'string' ? { resources: [`${touching.prefix}:${thing}`] } : {}),
    ...(call.human === null ? {} : { human: call.human }),
    // The laptops' reporter leaves its client out: the source says it once for all.
    ...(call.client === null || (call.via === 'laptops' && call.client === 'claude-code') ? {} : { client: call.client }),
    ...(call.agent === null ? {} : { agent: call.agent }),
    session: call.session, traceId: `${secondsHex(call.at)}${random.hex(24)}`, spanId: random.hex(16), outcome: call.outcome, durationMs: call.durationMs, parameters: call.arguments,
  })
}

/** The dialect of each source. */
export const FORMAT_OF = {
  'toolhive-prod': 'toolhive', 'envoy-eu': 'native', 'envoy-us': 'native', 'data-audit': 'native', 'agentgateway-us': 'agentgateway', 'obot-it': 'obot', 'otel-it': 'otlp', 'otel-ml': 'otlp',
  'claude-code': 'claude-code', laptops: 'native',
} as const satisfies Record<Via, Format>

const WRITERS = { native: nativeLine, toolhive: toolhiveLine, agentgateway: agentgatewayLine, obot: obotLine, otlp: otlpLine, 'claude-code': claudeCodeLine }

/** The line in the dialect of the source that saw the call. */
export function lineOf(call: ExampleCall): string {
  return WRITERS[FORMAT_OF[call.via]](call)
}

/** Records that cannot become events, as every real delivery has some. */
export function brokenLines(at: number): { 'envoy-eu': string[]; laptops: string[] } {
  const time = (offset: number): string => new Date(at + offset).toISOString()
  const event = { kind: 'tool_call', target: 'read_text_file', outcome: 'success', server: 'filesystem-docs', human: 'k.brandt@acme.test' }
  return {
    'envoy-eu': [
      JSON.stringify({ ...event, id: 'broken-1', occurredAt: time(0), server: 'stripe', target: 'get_customer' }),
      JSON.stringify({ ...event, id: 'broken-2', occurredAt: time(1_000), server: 'zendesk', target: 'get_ticket', outcome: 'ok' }),
    ],
    laptops: [
      '{"id":"broken-3","occurredAt":"2026-',
      JSON.stringify({ ...event, id: 'broken-4', occurredAt: time(0), mood: 'good' }),
      JSON.stringify({ ...event, id: 'broken-5', occurredAt: time(26 * 3_600_000) }),
      JSON.stringify({ ...event, id: 'broken-6', occurredAt: time(-120 * 86_400_000) }),
      JSON.stringify({ ...event, id: 'broken-7', occurredAt: 'yesterday' }),
    ],
  }
}
