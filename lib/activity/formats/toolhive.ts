import type { NativeEvent, Outcome } from '@/lib/activity/model'
import type { Adapted } from './adapters'
import { type Members, members, milliseconds, present, text, whole } from './members'

/** Record types that tell of no act: listings, life cycle, pings. They are refused as unsupported, and no gap in the evidence. */
const NO_ACTS = new Set([
  'mcp_initialize', 'sse_connection', 'mcp_tools_list', 'mcp_resources_list', 'mcp_prompts_list', 'mcp_notification', 'mcp_ping', 'mcp_logging',
  'mcp_completion', 'mcp_roots_list_changed', 'mcp_request', 'http_request', 'vmcp_workflow_started', 'vmcp_workflow_completed', 'vmcp_workflow_failed',
  'vmcp_workflow_timed_out', 'vmcp_workflow_step_started', 'vmcp_workflow_step_completed', 'vmcp_workflow_step_failed', 'vmcp_workflow_step_skipped',
])

/**
 * One line of ToolHive's audit log (stacklok/toolhive pkg/audit, as slog writes it) as a native event. Members that are not
 * known are passed over, because the log grows; what is missing for an event is then refused by the check of native events.
 */
export function adaptToolhive(record: unknown): Adapted {
  const entry = members(record)
  const type = text(entry['type'])
  if (type === undefined) return { refusal: { code: 'invalid_event', message: 'The record has no type, so it is no ToolHive audit line.' } }
  if (NO_ACTS.has(type)) return { refusal: { code: 'unsupported_record', message: `A ${type} record is no act.` }, noAct: true }
  const act = actOf(type, members(entry['target']))
  if (act === null) return { refusal: { code: 'unsupported_record', message: `Records of type ${type.slice(0, 60)} are not supported.` } }
  const extra = members(members(entry['metadata'])['extra'])
  const responseSize = whole(extra['response_size_bytes'])
  return {
    event: present({
      ...act, id: text(entry['audit_id']), occurredAt: text(entry['logged_at']) ?? text(entry['time']),
      server: text(extra['backend_name']) ?? text(entry['component']), outcome: outcomeOf(entry['outcome']), ...callers(entry),
      session: text(members(members(entry['source'])['extra'])['session_id']), durationMs: milliseconds(extra['duration_ms']), parameters: argumentsOf(entry),
    }),
    ...(responseSize === undefined ? {} : { responseSize }),
  }
}

function actOf(type: string, target: Members): Pick<NativeEvent, 'kind' | 'target'> | null {
  const name = text(target['name']) ?? ''
  if (type === 'mcp_tool_call') return { kind: 'tool_call', target: name }
  if (type === 'mcp_resource_read') return { kind: 'context_access', target: name }
  if (type === 'mcp_prompt_get') return { kind: 'context_access', target: name === '' ? '' : `prompt:${name}` }
  return null
}

// "user" falls back from name to e-mail, so only one that is an address names a person surely; otherwise the subject does.
function callers(entry: Members): Members {
  const subjects = members(entry['subjects'])
  const user = known(subjects['user'])
  const human = user?.includes('@') === true ? user : (known(subjects['user_id']) ?? user)
  const chain = links(members(entry['delegation'])['chain'])
  const actor = chain?.[0]
  const agent = actor === undefined ? undefined : actor.sub.startsWith('spiffe://') ? actor.sub : `${actor.iss}|${actor.sub}`
  return { human, client: known(subjects['client_name']), agent, delegation: chain }
}

function links(value: unknown): { iss: string; sub: string }[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined
  const chain = value.flatMap((link) => {
    const [iss, sub] = [text(members(link)['iss']), text(members(link)['sub'])]
    return iss === undefined || sub === undefined ? [] : [{ iss, sub }]
  })
  return chain.length === 0 ? undefined : chain
}

function outcomeOf(value: unknown): Outcome | undefined {
  if (value === 'success' || value === 'denied') return value
  return value === 'failure' || value === 'error' || value === 'application_error' ? 'error' : undefined
}

function argumentsOf(entry: Members): Members | undefined {
  let request: unknown = members(entry['data'])['request']
  if (typeof request === 'string') {
    try {
      request = JSON.parse(request)
    } catch {
      return undefined
    }
  }
  const given = members(members(request)['params'])['arguments']
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Members) : undefined
}

function known(value: unknown): string | undefined {
  const given = text(value)
  return given === 'anonymous' ? undefined : given
}
