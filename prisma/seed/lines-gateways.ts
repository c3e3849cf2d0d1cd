import { IDP, PEOPLE, subjectOf } from './company'
import type { ExampleCall } from './calls'
import { rng, secondsHex } from './prng'

const NAMES = new Map(PEOPLE.map((person) => [person.email, person.name]))

const idOf = (call: ExampleCall): string => `${call.at} ${call.session} ${call.tool}`

/** A ToolHive audit line (slog JSON, as its proxy writes it with request data included). */
export function toolhiveLine(call: ExampleCall): string {
  const at = new Date(call.at).toISOString()
  const random = rng(idOf(call))
  const id = `${secondsHex(call.at)}-${random.hex(4)}-4${random.hex(3)}-a${random.hex(3)}-${random.hex(12)}`
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

/** A request log of agentgateway in JSON, with the arguments that its configuration adds. It knows no client: the source says it. */
export function agentgatewayLine(call: ExampleCall): string {
  const random = rng(idOf(call))
  const status = call.outcome === 'denied' ? { 'http.status': 403, reason: 'Authorization' } : call.outcome === 'error' ? { 'http.status': 200, 'mcp.error.code': '-32603' } : { 'http.status': 200 }
  return JSON.stringify({
    level: 'info', time: new Date(call.at).toISOString(), scope: 'request', gateway: 'marketing/gw', listener: 'mcp', route: 'marketing/mcp', 'src.addr': `10.61.${random.below(4)}.${1 + random.below(250)}:51822`,
    ...(call.agent === null ? {} : { 'src.identity': call.agent }), ...(call.human === null ? {} : { 'jwt.sub': subjectOf(call.human) }),
    'http.method': 'POST', 'http.host': 'mcp-us.acme.test', 'http.path': '/mcp', 'http.version': 'HTTP/1.1', ...status, 'trace.id': `${secondsHex(call.at)}${random.hex(24)}`, 'span.id': random.hex(16),
    protocol: 'mcp', 'mcp.method.name': 'tools/call', 'mcp.target': call.server, 'mcp.resource.type': 'tool', 'gen_ai.tool.name': call.tool, 'mcp.session.id': call.session,
    'mcp.tool.arguments': call.arguments, duration: `${call.durationMs}ms`,
  })
}

/** An event of Obot's audit export. Its actor is a person; which agent it was, the source says. */
export function obotLine(call: ExampleCall): string {
  const random = rng(idOf(call))
  const at = new Date(call.at).toISOString()
  const status = { success: 'success', error: 'failure', denied: 'denied' }[call.outcome]
  return JSON.stringify({
    id: `obot-${secondsHex(call.at)}${random.hex(8)}`, timestamp: { occurredAt: at, recordedAt: new Date(call.at + call.durationMs).toISOString(), source: 'server' }, eventType: 'mcp_call',
    actor: call.human === null ? { actorType: 'unknown' } : { actorType: 'user', id: call.human },
    action: { operation: 'tools/call', name: call.tool, kind: 'call' },
    target: { targetType: 'mcp_tool', name: call.tool, parent: { targetType: 'mcp_server', name: call.server } },
    outcome: { status, httpStatus: call.outcome === 'denied' ? 403 : 200, durationMs: call.durationMs }, ...(call.client === null ? {} : { client: call.client }),
    details: { trace: { sessionID: call.session, requestID: random.hex(16) }, request: { body: { method: 'tools/call', params: { name: call.tool, arguments: call.arguments } } } },
  })
}
