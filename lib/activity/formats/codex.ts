import type { Adapted } from './adapters'
import { duration, firstText, type Members, members, objectOf, own, present, text } from './members'
import { noAct, notOf, qualifiedTool } from './mcp-act'

const REFUSED = new Set(['denied', 'reject', 'rejected', 'deny', 'abort'])

/**
 * One event of Codex's telemetry (openai/codex codex-rs/otel), flattened to one object. Its output is never read. Calls without
 * an MCP server are of its own tools.
 */
export function adaptCodex(record: unknown): Adapted {
  const given = members(record)
  const name = (firstText(given, ['event.name', 'body', 'name']) ?? '').replace(/^codex\./, '')
  if (name === '') return notOf('Codex: it has no event name')
  if (name !== 'tool_result' && name !== 'tool_decision') return noAct(`A ${name.slice(0, 60)} event is no act.`)
  const refused = REFUSED.has(text(own(given, 'decision'))?.toLowerCase() ?? '')
  if (name === 'tool_decision' && !refused) return noAct('An approved call is told by its result.')
  const tool = toolOf(given)
  if (tool === null) return noAct('A tool of Codex itself is no MCP act.')
  const [call, session] = [text(own(given, 'call_id')), text(own(given, 'conversation.id'))]
  // Codex numbers its calls within a conversation.
  const callId = call === undefined ? undefined : session === undefined || call.length >= 16 ? call : `${session}:${call}`
  return {
    event: present({
      kind: 'tool_call', server: tool.server, target: tool.tool, id: call === undefined ? undefined : `${name}:${session ?? ''}:${call}`,
      occurredAt: firstText(given, ['event.timestamp', 'timestamp', 'time']), human: firstText(given, ['user.email', 'user.account_id']), client: 'codex', session,
      traceId: text(own(given, 'trace.id')), spanId: text(own(given, 'span.id')), outcome: name === 'tool_decision' ? 'denied' : text(own(given, 'success')) === 'true' ? 'success' : 'error',
      durationMs: duration(own(given, 'duration_ms')), parameters: objectOf(own(given, 'arguments')),
    }),
    ...(callId === undefined ? {} : { callId }),
  }
}

function toolOf(given: Members): { server: string; tool: string } | null {
  const [server, tool] = [text(own(given, 'mcp_server')), firstText(given, ['mcp_tool', 'tool_name'])]
  const qualified = qualifiedTool(tool)
  if (server === undefined || tool === undefined) return qualified
  return { server, tool: qualified !== null && qualified.server === server ? qualified.tool : tool }
}
