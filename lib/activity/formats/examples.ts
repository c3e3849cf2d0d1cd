import type { Format } from './adapters'

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'
const AGENT = 'spiffe://acme.test/agent/triage'

/** One record of a format as its program writes it, at the given time, for trying out and for showing how to send. */
export function exampleRecord(format: Format, at: Date): string {
  return format === 'otlp' ? compact(JSON.stringify(otlpExport(at), null, 1)) : JSON.stringify(EXAMPLES[format](at.toISOString()), null, 1)
}

/** An attribute a line. */
function compact(json: string): string {
  return json.replace(/\{\s+"key": ("[^"]*"),\s+"value": \{\s+("\w+": "[^"]*")\s+\}\s+\}/g, '{ "key": $1, "value": { $2 } }')
}

const call = { kind: 'tool_call', server: 'github', target: 'create_issue', outcome: 'success' }

const EXAMPLES: Readonly<Record<Exclude<Format, 'otlp'>, (time: string) => unknown>> = {
  native: (time) => ({ id: 'c0ffee-1', occurredAt: time, ...call, access: 'write', human: 'dana@acme.test', client: 'claude-code', agent: AGENT, resources: ['repo:acme/api'], parameters: { repo: 'acme/api' } }),
  toolhive: (time) => ({
    time, level: 'AUDIT', msg: 'audit_event', audit_id: '0f1b6e0e-6f0f-4f0e-9a2e-7d1c2b9f8a31', type: 'mcp_tool_call', logged_at: time, outcome: 'denied', component: 'github',
    subjects: { user: 'Dana Ruiz', user_id: 'auth0|dana' }, delegation: { chain: [{ iss: 'https://idp.acme.test', sub: AGENT }] }, target: { method: 'tools/call', name: 'delete_repository', type: 'tool' }, metadata: { extra: { duration_ms: 4 } },
  }),
  agentgateway: (time) => ({
    level: 'info', time, scope: 'request', gateway: 'default/gw', 'src.identity': AGENT, 'http.method': 'POST', 'http.status': 400, 'trace.id': TRACE, 'span.id': SPAN, 'mcp.method.name': 'tools/call',
    'mcp.target': 'github', 'mcp.resource.type': 'tool', 'gen_ai.tool.name': 'delete_repository', error: 'mcp: Unknown tool: delete_repository', reason: 'MCP', duration: '2ms',
  }),
  obot: (time) => ({
    id: 91422, timestamp: { occurredAt: time, recordedAt: time, source: 'server' }, eventType: 'mcp_call', actor: { actorType: 'user', id: '42' }, action: { operation: 'tools/call', name: 'create_issue' },
    target: { targetType: 'mcp_tool', name: 'create_issue', parent: { targetType: 'mcp_server', id: 'ms1abcd', name: 'github' } }, outcome: { status: 'success', httpStatus: 200, durationMs: 311 }, client: 'claude-code',
  }),
  'envoy-ai-gateway': (time) => ({
    start_time: time, method: 'POST', response_code: 200, duration: 653, bytes_sent: 10255, 'mcp.provider.name': 'github', 'mcp.method.name': 'tools/call', 'mcp.tool.name': 'create_issue',
    'jsonrpc.request.id': '3', 'x-request-id': 'cf2c0454-6290-498e-af6c-e32a611b5da1', 'jwt.sub': 'auth0|dana',
  }),
  pomerium: (time) => ({
    level: 'info', service: 'authorize', 'request-id': 'r-81f2', host: 'github.mcp.acme.test', 'mcp-method': 'tools/call', 'mcp-tool': 'delete_repository', email: 'dana@acme.test', user: 'auth0|dana',
    allow: false, 'allow-why-false': ['mcp-tool-unauthorized'], deny: false, time, message: 'authorize check',
  }),
  'claude-code': (time) => ({
    body: 'claude_code.tool_result', 'event.name': 'tool_result', 'event.timestamp': time, 'session.id': '5b1c', 'user.email': 'dana@acme.test', tool_name: 'mcp__github__create_issue', tool_use_id: 'toolu_01A2B3C4D5E6F7',
    success: 'true', duration_ms: '311', tool_parameters: '{"mcp_server_name":"github","mcp_tool_name":"create_issue"}',
  }),
  codex: (time) => ({
    'event.name': 'codex.tool_result', 'event.timestamp': time, 'conversation.id': '0199', 'user.email': 'dana@acme.test', tool_name: 'create_issue', call_id: 'call_7', arguments: '{"repo":"acme/api"}',
    duration_ms: '311', success: 'true', mcp_server: 'github',
  }),
  cloudevents: (time) => ({ specversion: '1.0', id: '7', source: '/gateway/eu', type: 'mcp.call', time, data: { ...call, human: 'dana@acme.test', agent: AGENT } }),
  ocsf: (time) => ({
    metadata: { version: '1.8.0', uid: 'evt_01' }, time: Date.parse(time), category_uid: 6, class_uid: 6003, activity_id: 99, status_id: 1, actor: { app_uid: AGENT, user: { email_addr: 'dana@acme.test' } },
    api: { operation: 'tools/call', service: { name: 'github' } }, resources: [{ type: 'mcp_tool', name: 'create_issue' }],
  }),
}

function otlpExport(at: Date): unknown {
  const nanos = (plus: number): string => `${at.getTime() + plus}000000`
  const attributes = { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'create_issue', 'mcp.server.name': 'github', 'user.email': 'dana@acme.test', 'gen_ai.agent.id': AGENT, 'jsonrpc.request.id': '7' }
  const list = (values: Record<string, string>) => Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))
  const span = { traceId: TRACE, spanId: SPAN, name: 'tools/call create_issue', kind: 3, startTimeUnixNano: nanos(0), endTimeUnixNano: nanos(311), attributes: list(attributes) }
  return { resourceSpans: [{ resource: { attributes: list({ 'service.name': 'triage' }) }, scopeSpans: [{ scope: { name: 'mcp' }, spans: [span] }] }] }
}
