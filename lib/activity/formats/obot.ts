import type { Adapted } from './adapters'
import { duration, firstText, type Members, members, objectOf, own, present, text } from './members'
import { actOn, noAct, notOf, primitiveOf, qualifiedTool } from './mcp-act'

const OUTCOMES: Readonly<Record<string, 'success' | 'error' | 'denied'>> = { success: 'success', failure: 'error', timeout: 'error', unknown: 'error', denied: 'denied' }

/**
 * One event of Obot's audit log (obot-platform/obot apiclient/types/auditlogevent.go). What a person's machine reported of itself
 * is the agent's own word, whatever the source; a tool of the local agent that belongs to no MCP server is no act here.
 */
export function adaptObot(record: unknown): Adapted {
  const given = members(record)
  const [type, action, target, details] = [text(own(given, 'eventType')), members(own(given, 'action')), members(own(given, 'target')), members(own(given, 'details'))]
  if (type === undefined) return notOf('Obot: it has no eventType')
  const act = type === 'mcp_call' ? calledBy(action, target) : type === 'local_agent_tool_call' ? calledLocally(target) : null
  if (act === null) return noAct(`A ${type.slice(0, 60)} of ${(text(own(action, 'operation')) ?? 'no operation').slice(0, 60)} is no MCP act.`)
  const [time, outcome, trace, request] = [members(own(given, 'timestamp')), members(own(given, 'outcome')), members(own(details, 'trace')), members(own(details, 'request'))]
  const [id, callId] = [text(own(given, 'id')), text(own(trace, 'toolUseID'))]
  const reported = text(own(time, 'source')) === 'client_reported' || type === 'local_agent_tool_call'
  return {
    event: present({
      ...act, id, occurredAt: firstText(time, ['occurredAt', 'recordedAt']), ...actor(members(own(given, 'actor'))), client: text(own(given, 'client')) ?? text(own(members(own(details, 'client')), 'name')),
      session: text(own(trace, 'sessionID')), task: text(own(trace, 'turnID')), outcome: OUTCOMES[text(own(outcome, 'status')) ?? ''], durationMs: duration(own(outcome, 'durationMs')),
      parameters: argumentsOf(own(request, 'body')),
    }),
    ...(callId === undefined ? {} : { callId }), ...(reported ? { atMost: 'agent_reported' as const } : {}),
  }
}

function calledBy(action: Members, target: Members): Members | null {
  const primitive = primitiveOf(text(own(action, 'operation')) ?? '')
  if (primitive === null) return null
  const name = primitive === 'resource' ? firstText(target, ['id', 'name']) : firstText(target, ['name', 'id'])
  return { ...actOn(primitive, name ?? text(own(action, 'name'))), server: serverOf(target) }
}

function calledLocally(target: Members): Members | null {
  const tool = qualifiedTool(own(target, 'name'))
  if (tool !== null) return { kind: 'tool_call', server: tool.server, target: tool.tool }
  return text(own(target, 'targetType')) === 'mcp_tool' ? { kind: 'tool_call', server: serverOf(target), target: text(own(target, 'name')) } : null
}

function serverOf(target: Members): string | undefined {
  const parent = members(own(target, 'parent'))
  return firstText(parent, ['name', 'id'])
}

// "unknown" and devices are told apart from people, as Obot itself insists.
function actor(given: Members): Members {
  const id = text(own(given, 'id'))
  return text(own(given, 'actorType')) === 'user' ? { human: id } : text(own(given, 'actorType')) === 'credential' ? { agent: id ?? text(own(given, 'credentialID')) } : {}
}

function argumentsOf(body: unknown): Members | undefined {
  const request = objectOf(body)
  return request === undefined ? undefined : objectOf(own(members(own(request, 'params')), 'arguments'))
}
