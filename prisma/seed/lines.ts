import type { Format } from '@/lib/activity/formats/adapters'
import { IDP, PEOPLE, subjectOf } from './company'
import type { ExampleCall } from './calls'
import { STATING } from './grants'
import { rng } from './prng'
import type { Via } from './server'
import { TOUCHES } from './touches'

const NAMES = new Map(PEOPLE.map((person) => [person.email, person.name]))

/** A ToolHive audit line (slog JSON, as its proxy writes it with request data included). */
export function toolhiveLine(call: ExampleCall): string {
  const at = new Date(call.at).toISOString()
  const random = rng(`${call.at} ${call.session} ${call.tool}`)
  const id = `${random.hex(8)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`
  return JSON.stringify({
    time: at, level: 'AUDIT', msg: 'audit_event', audit_id: id, type: 'mcp_tool_call', logged_at: at, outcome: call.outcome, component: call.server,
    source: { type: 'network', value: `10.42.${random.below(8)}.${1 + random.below(250)}`, extra: { user_agent: `${call.client ?? 'unknown'}/1.4.0`, request_id: `req-${random.hex(8)}`, session_id: call.session } },
    subjects: {
      ...(call.human === null ? {} : { user: NAMES.get(call.human) ?? call.human, user_id: subjectOf(call.human) }),
      ...(call.client === null ? {} : { client_name: call.client, client_version: '1.4.0' }),
    },
    ...(call.agent === null ? {} : { delegation: { chain: [{ iss: IDP, sub: call.agent }] } }),
    target: { endpoint: '/mcp', method: 'tools/call', name: call.tool, type: 'tool' },
    metadata: { extra: { duration_ms: call.durationMs, transport: 'http', response_size_bytes: call.outcome === 'denied' ? 0 : 200 + random.below(9_000) } },
    data: { request: { jsonrpc: '2.0', id: random.below(900), method: 'tools/call', params: { name: call.tool, arguments: call.arguments } } },
  })
}

/** A native event, as the European gateway and the data servers send it. */
export function nativeLine(call: ExampleCall): string {
  const random = rng(`${call.at} ${call.session} ${call.tool}`)
  const touching = TOUCHES[call.server]
  const thing = touching === undefined ? undefined : call.arguments[touching.argument]
  const behind = call.tool.includes(':')
  return JSON.stringify({
    id: `ev-${random.hex(16)}`, occurredAt: new Date(call.at).toISOString(), kind: behind ? 'downstream_action' : 'tool_call', server: call.server, target: call.tool,
    ...(behind ? { access: 'write' } : {}),
    ...(touching !== undefined && STATING.has(call.via) && typeof thing === 'string' ? { resources: [`${touching.prefix}:${thing}`] } : {}),
    ...(call.human === null ? {} : { human: call.human }),
    // The laptops' reporter leaves its client out: the source says it once for all.
    ...(call.client === null || (call.via === 'claude-code' && call.client === 'claude-code') ? {} : { client: call.client }),
    ...(call.agent === null ? {} : { agent: call.agent }),
    session: call.session, traceId: random.hex(32), spanId: random.hex(16), outcome: call.outcome, durationMs: call.durationMs, parameters: call.arguments,
  })
}

/** The dialect of each source. */
export const FORMAT_OF = {
  'toolhive-prod': 'toolhive', 'envoy-eu': 'native', 'data-audit': 'native', 'otel-ml': 'native', 'agentgateway-us': 'native', 'obot-it': 'native', 'claude-code': 'native',
} as const satisfies Record<Via, Format>

const WRITERS: Partial<Record<Format, (call: ExampleCall) => string>> = { native: nativeLine, toolhive: toolhiveLine }

/** The line in the dialect of the source that saw the call. */
export function lineOf(call: ExampleCall): string {
  const write = WRITERS[FORMAT_OF[call.via]]
  if (write === undefined) throw new Error(`Nobody writes the lines of ${call.via}.`)
  return write(call)
}

/** Records that cannot become events, as every real delivery has some. */
export function brokenLines(at: number): { 'envoy-eu': string[]; 'claude-code': string[] } {
  const time = (offset: number): string => new Date(at + offset).toISOString()
  const event = { kind: 'tool_call', target: 'read_text_file', outcome: 'success', server: 'filesystem-docs', human: 'k.brandt@acme.test' }
  return {
    'envoy-eu': [
      JSON.stringify({ ...event, id: 'broken-1', occurredAt: time(0), server: 'stripe', target: 'get_customer' }),
      JSON.stringify({ ...event, id: 'broken-2', occurredAt: time(1_000), server: 'zendesk', target: 'get_ticket', outcome: 'ok' }),
    ],
    'claude-code': [
      '{"id":"broken-3","occurredAt":"2026-',
      JSON.stringify({ ...event, id: 'broken-4', occurredAt: time(0), mood: 'good' }),
      JSON.stringify({ ...event, id: 'broken-5', occurredAt: time(26 * 3_600_000) }),
      JSON.stringify({ ...event, id: 'broken-6', occurredAt: time(-120 * 86_400_000) }),
      JSON.stringify({ ...event, id: 'broken-7', occurredAt: 'yesterday' }),
    ],
  }
}
