import type { Adapted } from './adapters'
import { requestId } from './envoy-ai-gateway'
import { firstText, members, objectOf, own, present, text } from './members'
import { actOn, noAct, notOf, primitiveOf } from './mcp-act'

/**
 * One line of Pomerium's authorize log. It tells what was decided, not how the call ended: an allowed call counts as a success.
 * The server is known by the host it was reached under.
 */
export function adaptPomerium(record: unknown): Adapted {
  const given = members(record)
  if (!Object.hasOwn(given, 'allow')) return Object.hasOwn(given, 'message') ? noAct('A line without a decision is no act.') : notOf('Pomerium: it has no decision')
  const method = text(own(given, 'mcp-method'))
  const primitive = method === undefined ? null : primitiveOf(method)
  if (primitive === null) return noAct('A request that is no MCP call is no act.')
  const parameters = objectOf(own(given, 'mcp-tool-parameters'))
  const at = firstText(given, ['time', 'timestamp'])
  const denied = text(own(given, 'allow')) !== 'true' || text(own(given, 'deny')) === 'true'
  return {
    event: present({
      ...actOn(primitive, primitive === 'tool' ? text(own(given, 'mcp-tool')) : firstText(given, ['mcp-resource', 'mcp-prompt'])), id: requestId(at, text(own(given, 'request-id'))),
      occurredAt: at, server: firstText(given, ['host', 'route-id']), human: firstText(given, ['email', 'user']),
      session: firstText(given, ['session-id', 'session id']), outcome: denied ? 'denied' : 'success', parameters,
    }),
  }
}
