import type { Adapted } from './adapters'
import { amount, duration, firstText, type Members, members, objectOf, own, present, text, whole } from './members'
import { actOn, noAct, notOf, primitiveOf } from './mcp-act'
import { principals } from './semconv'

/**
 * One access log line of Envoy AI Gateway, with the fields of its documentation. Operators write this format themselves, so
 * identities appear only where they add them (`jwt.sub`, `user.email`, `src.identity`), and so does the tool's name.
 */
export function adaptEnvoy(record: unknown): Adapted {
  const given = members(record)
  const method = firstText(given, ['mcp.method.name', 'mcp_method'])
  if (method === undefined) return ['response_code', 'start_time', 'upstream_host'].some((name) => Object.hasOwn(given, name)) ? noAct('A request that is no MCP call is no act.') : notOf('Envoy: it has no request')
  const primitive = primitiveOf(method)
  if (primitive === null) return noAct(`A ${method.slice(0, 60)} request is no act.`)
  const names = primitive === 'tool' ? ['mcp.tool.name', 'gen_ai.tool.name', 'mcp_tool_name'] : primitive === 'resource' ? ['mcp.resource.uri', 'mcp_resource_uri'] : ['gen_ai.prompt.name', 'mcp.prompt.name']
  const at = firstText(given, ['start_time', 'timestamp', 'time'])
  const responseSize = whole(own(given, 'bytes_sent'))
  return {
    event: present({
      ...actOn(primitive, firstText(given, names)), id: requestId(at, text(own(given, 'x-request-id'))), occurredAt: at,
      server: firstText(given, ['mcp.provider.name', 'mcp_backend', 'mcp.server.name']), ...principals(given), session: firstText(given, ['mcp.session.id', 'session.id']),
      traceId: firstText(given, ['trace.id', 'trace_id']), outcome: outcomeOf(given), durationMs: duration(own(given, 'duration')), parameters: objectOf(own(given, 'mcp.tool.arguments')),
    }),
    ...(responseSize === undefined ? {} : { responseSize }),
  }
}

/** A request's id may come from the caller, who must not be able to pass a second call off as a repetition of the first. */
export function requestId(at: string | undefined, id: string | undefined): string | undefined {
  return at === undefined || id === undefined ? undefined : `${at} ${id}`
}

function outcomeOf(given: Members): 'success' | 'error' | 'denied' {
  const status = amount(own(given, 'response_code'))
  if (status === 401 || status === 403) return 'denied'
  const wrong = firstText(given, ['error.type', 'mcp.error.code', 'upstream_transport_failure_reason', 'connection_termination_details'])
  return wrong !== undefined || status === undefined || status === 0 || status >= 400 ? 'error' : 'success'
}
