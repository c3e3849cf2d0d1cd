import type { Adapted } from './adapters'
import { amount, digestOf, duration, firstText, type Members, members, objectOf, own, present, text } from './members'
import { actOn, noAct, notOf, type Primitive, primitiveOf } from './mcp-act'
import { principals } from './semconv'

const NAMES: Readonly<Record<Primitive, readonly string[]>> = { tool: ['gen_ai.tool.name'], resource: ['mcp.resource.uri'], prompt: ['gen_ai.prompt.name'] }
const DENIALS = new Set(['JwtAuth', 'Oidc', 'BasicAuth', 'APIKeyAuth', 'ExtAuth', 'Authorization'])

/**
 * One request log of agentgateway (crates/agentgateway/src/telemetry/log.rs), as JSON. Requests that are no MCP call are no acts.
 * An MCP authorisation denial hides that the tool exists: the caller reads "Unknown tool", and so does the log. What tells it from
 * a tool that really is unknown is that the gateway answered itself (reason MCP, status 400); the grade is then `inferred`.
 */
export function adaptAgentgateway(record: unknown): Adapted {
  const given = members(record)
  const method = text(own(given, 'mcp.method.name'))
  if (method === undefined) {
    return ['http.method', 'http.status', 'gateway', 'listener', 'protocol'].some((name) => Object.hasOwn(given, name)) ? noAct('A request that is no MCP call is no act.') : notOf('agentgateway: it has no request')
  }
  const primitive = primitiveOf(method)
  if (primitive === null) return noAct(`A ${method.slice(0, 60)} request is no act.`)
  const [traceId, spanId] = [firstText(given, ['trace.id', 'trace_id']), firstText(given, ['span.id', 'span_id'])]
  const hidden = isHiddenDenial(given)
  return {
    event: present({
      ...actOn(primitive, firstText(given, NAMES[primitive])), id: digestOf('line', given), occurredAt: firstText(given, ['time', 'timestamp']), server: text(own(given, 'mcp.target')), ...principals(given),
      session: text(own(given, 'mcp.session.id')), traceId, spanId, outcome: hidden ? 'denied' : outcomeOf(given), durationMs: duration(own(given, 'duration')),
      parameters: objectOf(own(given, 'mcp.tool.arguments') ?? own(given, 'gen_ai.tool.call.arguments')),
    }),
    ...(hidden ? { atMost: 'inferred' as const } : {}),
  }
}

function isHiddenDenial(given: Members): boolean {
  return text(own(given, 'reason')) === 'MCP' && amount(own(given, 'http.status')) === 400 && /^"?mcp: Unknown (tool|prompt|resource|task): /.test(text(own(given, 'error')) ?? '')
}

function outcomeOf(given: Members): 'success' | 'error' | 'denied' {
  const [status, reason] = [amount(own(given, 'http.status')), text(own(given, 'reason'))]
  if ((reason !== undefined && DENIALS.has(reason)) || status === 401 || status === 403) return 'denied'
  const wrong = reason !== undefined && reason !== 'DirectResponse'
  return wrong || text(own(given, 'mcp.error.code')) !== undefined || text(own(given, 'error')) !== undefined || (status !== undefined && status >= 400) ? 'error' : 'success'
}
