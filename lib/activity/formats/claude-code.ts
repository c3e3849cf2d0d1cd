import type { Adapted } from './adapters'
import { duration, firstText, type Members, members, objectOf, own, present, text, whole } from './members'
import { noAct, notOf, qualifiedTool } from './mcp-act'

/**
 * One event of Claude Code's telemetry (code.claude.com/docs/en/monitoring-usage), flattened to one object. A tool that ran tells
 * so in `tool_result`; one that a person or a rule refused has only its `tool_decision`. Calls of its own tools are no MCP acts.
 */
export function adaptClaudeCode(record: unknown): Adapted {
  const given = members(record)
  const name = (firstText(given, ['event.name', 'body', 'name']) ?? '').replace(/^claude_code\./, '')
  if (name === '') return notOf('Claude Code: it has no event name')
  if (name !== 'tool_result' && name !== 'tool_decision') return noAct(`A ${name.slice(0, 60)} event is no act.`)
  const decision = text(own(given, 'decision'))
  if (name === 'tool_decision' && decision !== 'reject') return noAct('An accepted call is told by its result.')
  const tool = toolOf(given)
  if (tool === null) return noAct('A tool of Claude Code itself is no MCP act.')
  const callId = text(own(given, 'tool_use_id'))
  const [requestSize, responseSize] = [whole(own(given, 'tool_input_size_bytes')), whole(own(given, 'tool_result_size_bytes'))]
  return {
    event: present({
      kind: 'tool_call', server: tool.server, target: tool.tool, id: callId === undefined ? undefined : `${name}:${callId}`, occurredAt: firstText(given, ['event.timestamp', 'timestamp', 'time']),
      human: firstText(given, ['user.email', 'user.account_uuid', 'user.id']), client: 'claude-code', session: text(own(given, 'session.id')), task: text(own(given, 'prompt.id')),
      traceId: text(own(given, 'trace.id')), spanId: text(own(given, 'span.id')), outcome: outcomeOf(name, given), durationMs: duration(own(given, 'duration_ms')), parameters: objectOf(own(given, 'tool_input')),
    }),
    ...(callId === undefined ? {} : { callId }), ...(requestSize === undefined ? {} : { requestSize }), ...(responseSize === undefined ? {} : { responseSize }),
  }
}

function toolOf(given: Members): { server: string; tool: string } | null {
  const details = objectOf(own(given, 'tool_parameters')) ?? {}
  const [server, tool] = [text(own(details, 'mcp_server_name')), text(own(details, 'mcp_tool_name'))]
  return server !== undefined && tool !== undefined ? { server, tool } : qualifiedTool(own(given, 'tool_name'))
}

function outcomeOf(name: string, given: Members): 'success' | 'error' | 'denied' {
  if (name === 'tool_decision') return 'denied'
  return text(own(given, 'success')) === 'true' ? 'success' : 'error'
}
