import type { ExampleCall } from './calls'
import { rng, secondsHex } from './prng'

/** A span of the conventions for MCP, laid out as one record: what the gateway of IT exports, and what the servers for learning do. */
export function otlpLine(call: ExampleCall): string {
  const random = rng(`${call.at} ${call.session} ${call.tool}`)
  const start = BigInt(call.at) * 1_000_000n
  const fault = { success: {}, error: { 'error.type': 'tool_error' }, denied: { 'error.type': 'permission_denied' } }[call.outcome]
  return JSON.stringify({
    resource: { attributes: { 'service.name': call.server, 'service.version': '1.4.0', 'deployment.environment.name': 'production' } },
    scope: { name: 'mcp.instrumentation', version: '0.9.0' },
    span: {
      traceId: `${secondsHex(call.at)}${random.hex(24)}`, spanId: random.hex(16), name: `tools/call ${call.tool}`, kind: 2,
      startTimeUnixNano: String(start), endTimeUnixNano: String(start + BigInt(call.durationMs) * 1_000_000n), status: call.outcome === 'success' ? {} : { code: 2 },
      attributes: {
        'mcp.method.name': 'tools/call', 'gen_ai.tool.name': call.tool, 'mcp.server.name': call.server, 'mcp.session.id': call.session, 'gen_ai.tool.call.arguments': JSON.stringify(call.arguments),
        ...(call.human === null ? {} : { 'user.email': call.human }), ...(call.agent === null ? {} : { 'src.identity': call.agent }), ...(call.client === null ? {} : { 'mcp.client.name': call.client }), ...fault,
      },
    },
  })
}

/** An event of Claude Code's own telemetry, flattened to one object. It names no agent: the source says whose laptops these are. */
export function claudeCodeLine(call: ExampleCall): string {
  const random = rng(`${call.at} ${call.session} ${call.tool}`)
  const refused = call.outcome === 'denied'
  return JSON.stringify({
    'event.name': refused ? 'tool_decision' : 'tool_result', 'event.timestamp': new Date(call.at).toISOString(), 'session.id': call.session, 'prompt.id': `prm_${random.hex(12)}`, tool_use_id: `toolu_${secondsHex(call.at)}${random.hex(16)}`,
    'terminal.type': 'vscode', ...(call.human === null ? {} : { 'user.email': call.human }), tool_name: `mcp__${call.server}__${call.tool}`,
    tool_parameters: JSON.stringify({ mcp_server_name: call.server, mcp_tool_name: call.tool }), tool_input: JSON.stringify(call.arguments),
    ...(refused ? { decision: 'reject', source: 'user_reject' } : { decision: 'accept', success: String(call.outcome === 'success'), duration_ms: call.durationMs, tool_result_size_bytes: 80 + random.below(4_000) }),
  })
}
