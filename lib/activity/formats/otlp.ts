import type { Adapted } from './adapters'
import { adaptAgentgateway } from './agentgateway'
import { adaptClaudeCode } from './claude-code'
import { adaptCodex } from './codex'
import { type Members, own, text } from './members'
import { notOf } from './mcp-act'
import { nanosOf, type Telemetry, telemetryOf, timeOfNanos, traceOf } from './otlp-record'
import { adaptSemconv } from './semconv'

/**
 * One span or log record of OpenTelemetry. Agents and gateways that write log records in a dialect of their own are told by their
 * scope, service or event name; their records are never better evidence than that dialect's.
 */
export function adaptOtlp(record: unknown): Adapted {
  const telemetry = telemetryOf(record)
  if (telemetry === null) return notOf('OpenTelemetry: it has neither a span nor a log record')
  const dialect = telemetry.signal === 'log' ? dialectOf(telemetry) : null
  if (dialect === null) return adaptSemconv(telemetry)
  const adapted = dialect.adapt(flattened(telemetry))
  return 'refusal' in adapted || !dialect.ofAgents ? adapted : { ...adapted, atMost: 'agent_reported' }
}

type Dialect = { adapt: (record: unknown) => Adapted; ofAgents: boolean }

function dialectOf({ scope, resource, fields, attributes }: Telemetry): Dialect | null {
  const names = [own(scope, 'name'), own(resource, 'service.name'), own(fields, 'eventName'), own(fields, 'body'), own(attributes, 'event.name'), own(attributes, 'target')].map((name) => text(name) ?? '')
  const has = (...starts: string[]): boolean => names.some((name) => starts.some((start) => name === start || name.startsWith(`${start}.`) || name.startsWith(`${start}_`)))
  if (has('com.anthropic.claude_code', 'claude-code', 'claude_code')) return { adapt: adaptClaudeCode, ofAgents: true }
  if (has('codex', 'codex_otel', 'codex_cli_rs', 'codex-cli')) return { adapt: adaptCodex, ofAgents: true }
  return has('agentgateway') ? { adapt: adaptAgentgateway, ofAgents: false } : null
}

/** A log record as the one flat object a line that the same program writes to a file. */
function flattened({ fields, attributes, resource }: Telemetry): Members {
  const { traceId, spanId } = traceOf(fields)
  const at = timeOfNanos(nanosOf(own(fields, 'timeUnixNano')) ?? nanosOf(own(fields, 'observedTimeUnixNano')))
  const [body, name] = [text(own(fields, 'body')), text(own(fields, 'eventName'))]
  return {
    ...(at === undefined ? {} : { 'event.timestamp': at, time: at }), ...(body === undefined ? {} : { body }), ...(name === undefined ? {} : { 'event.name': name }),
    ...(traceId === undefined ? {} : { 'trace.id': traceId }), ...(spanId === undefined ? {} : { 'span.id': spanId }), ...userOf(resource), ...attributes,
  }
}

/** Some exporters say who works there once, on the resource. */
function userOf(resource: Members): Members {
  return Object.fromEntries(['user.email', 'user.id', 'session.id'].flatMap((name) => (Object.hasOwn(resource, name) ? [[name, resource[name]]] : [])))
}
