import type { Adapted, Side } from './adapters'
import { amount, digestOf, duration, firstText, type Members, objectOf, own, present, text } from './members'
import { actOn, isWorkload, noAct, type Primitive, primitiveOf } from './mcp-act'
import { nanosOf, type Telemetry, timeOfNanos, traceOf } from './otlp-record'

/**
 * Under which names instrumentation says the same thing, best first: the conventions for MCP and generative AI
 * (open-telemetry/semantic-conventions-genai, docs/gen-ai/mcp.md), then what gateways of the field write.
 */
export const ALIASES = {
  method: ['mcp.method.name', 'rpc.method', 'mcp.method'],
  tool: ['gen_ai.tool.name', 'mcp.tool.name', 'tool.name', 'tool_name'],
  resource: ['mcp.resource.uri', 'mcp.resource.name'],
  prompt: ['gen_ai.prompt.name', 'mcp.prompt.name'],
  server: ['mcp.server.name', 'mcp.target', 'mcp.provider.name', 'contextforge.gateway_id', 'tool.gateway_id'],
  human: ['user.email', 'enduser.id', 'user.id', 'user.name'],
  agent: ['src.identity', 'gen_ai.agent.id', 'gen_ai.agent.name'],
  client: ['mcp.client.name', 'client.name'],
  session: ['mcp.session.id', 'session.id', 'gen_ai.conversation.id'],
  arguments: ['gen_ai.tool.call.arguments', 'mcp.tool.arguments', 'mcp.request.argument', 'tool.arguments'],
} as const

const DENIALS = new Set(['permission_denied', 'permissiondenied', 'access_denied', 'accessdenied', 'unauthorized', 'unauthenticated', 'forbidden', 'denied', 'insufficient_scope', '401', '403'])
const [SERVER_SPAN, CLIENT_SPAN] = [2, 3]

/** A span or log record that follows the conventions, as an act; what is no MCP call, read or prompt is none. */
export function adaptSemconv(record: Telemetry): Adapted {
  const { attributes: given, fields, resource } = record
  const primitive = primitiveIn(given, text(own(fields, 'name')))
  if (primitive === null) return noAct('The record tells of no tool call, resource read or prompt.')
  const [side, trace] = [sideOf(record), traceOf(fields)]
  const target = firstText(given, ALIASES[primitive])
  const callId = callIdOf(given, trace, side, target)
  const event = present({
    ...actOn(primitive, target), id: idOf(record, trace), ...clock(record), server: serverOf(given, resource, side), ...principals(given), client: firstText(given, ALIASES.client),
    session: firstText(given, ALIASES.session), ...trace, outcome: outcomeOf(given, fields), parameters: argumentsOf(given),
  })
  return { event, ...(callId === undefined ? {} : { callId }), ...(side === null ? {} : { side }) }
}

// Without a method, a tool's name counts only beside an MCP server's: frameworks also trace the tools they run themselves.
function primitiveIn(given: Members, name: string | undefined): Primitive | null {
  // ContextForge tells of a call twice; its outer span knows the caller.
  if (name === 'mcp.client.call') return null
  const method = firstText(given, ALIASES.method)
  if (method !== undefined) return primitiveOf(method)
  return firstText(given, ALIASES.tool) !== undefined && firstText(given, ALIASES.server) !== undefined ? 'tool' : null
}

function sideOf({ fields, signal }: Telemetry): Side | null {
  const kind = signal === 'span' ? own(fields, 'kind') : undefined
  if (kind === CLIENT_SPAN || kind === 'SPAN_KIND_CLIENT') return 'caller'
  return kind === SERVER_SPAN || kind === 'SPAN_KIND_SERVER' ? 'server' : null
}

// A resend carries the same ids and times, so it is the same event; a log record is known by all it says.
function idOf({ fields, signal, attributes }: Telemetry, { traceId, spanId }: ReturnType<typeof traceOf>): string {
  if (signal === 'span' && traceId !== undefined && spanId !== undefined) return `span:${traceId}:${spanId}`
  return digestOf(signal, [fields, attributes])
}

function clock({ fields, attributes, signal }: Telemetry): Members {
  if (signal === 'log') {
    const at = nanosOf(own(fields, 'timeUnixNano')) ?? nanosOf(own(fields, 'observedTimeUnixNano'))
    return { occurredAt: timeOfNanos(at) ?? firstText(attributes, ['event.timestamp', 'time']), durationMs: duration(own(attributes, 'duration_ms') ?? own(attributes, 'duration')) }
  }
  const [start, end] = [nanosOf(own(fields, 'startTimeUnixNano')), nanosOf(own(fields, 'endTimeUnixNano'))]
  return { occurredAt: timeOfNanos(start ?? end), durationMs: start === undefined || end === undefined || end < start ? undefined : duration(Number(end - start) / 1e6) }
}

// A caller knows a server by its address, a server itself by its service's name.
function serverOf(given: Members, resource: Members, side: Side | null): string | undefined {
  const named = firstText(given, ALIASES.server)
  if (named !== undefined) return named
  const service = text(own(resource, 'service.name'))
  const itself = service?.startsWith('unknown_service') === true ? undefined : service
  const address = text(own(given, 'server.address'))
  return side === 'server' ? (itself ?? address) : side === 'caller' ? address : (address ?? itself)
}

/** Who acted: a subject that is a workload's identity is the agent, any other one a person. */
export function principals(given: Members): Members {
  const subject = text(own(given, 'jwt.sub'))
  const workload = subject !== undefined && isWorkload(subject) ? subject : undefined
  const userId = firstText(given, ALIASES.human)
  const agent = firstText(given, ['src.identity']) ?? workload ?? (userId !== undefined && isWorkload(userId) ? userId : undefined) ?? firstText(given, ALIASES.agent)
  const human = (userId !== undefined && !isWorkload(userId) ? userId : undefined) ?? (workload === undefined ? subject : undefined)
  return { human, agent }
}

function outcomeOf(given: Members, fields: Members): 'success' | 'error' | 'denied' {
  const fault = firstText(given, ['error.type', 'mcp.error.code'])
  const code = firstText(given, ['rpc.response.status_code', 'rpc.jsonrpc.error_code'])
  const http = amount(own(given, 'http.response.status_code') ?? own(given, 'http.status_code') ?? own(given, 'http.status'))
  if (DENIALS.has(fault?.toLowerCase() ?? '') || DENIALS.has(code?.toLowerCase() ?? '') || http === 401 || http === 403) return 'denied'
  const status = own(fields, 'status')
  const failed = typeof status === 'object' && status !== null && 'code' in status && (status.code === 2 || status.code === 'STATUS_CODE_ERROR')
  const wrong = fault !== undefined || (code !== undefined && code !== '0' && code.toUpperCase() !== 'OK') || (http !== undefined && http >= 400)
  return failed || wrong || text(own(given, 'success')) === 'false' ? 'error' : 'success'
}

function argumentsOf(given: Members): Members | undefined {
  for (const name of ALIASES.arguments) {
    const found = objectOf(own(given, name))
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * What both reports of one call share. The server's span is the child of the caller's, and both know the JSON-RPC request: only
 * with its id are they taken together, because a parent that is no MCP span may have many calls below it. A tool call's id
 * counts by itself where it is long enough to be unique; short ones (`call_1`) count within their trace.
 */
function callIdOf(given: Members, { traceId, spanId, parentSpanId }: ReturnType<typeof traceOf>, side: Side | null, target: string | undefined): string | undefined {
  const call = text(own(given, 'gen_ai.tool.call.id'))
  if (call !== undefined && call.length >= 16) return call
  const request = text(own(given, 'jsonrpc.request.id'))
  const span = side === 'server' ? parentSpanId : spanId
  if (side !== null && request !== undefined && traceId !== undefined && span !== undefined) return `rpc:${traceId}:${span}:${request}:${target ?? ''}`
  return call !== undefined && traceId !== undefined ? `call:${traceId}:${call}` : undefined
}
