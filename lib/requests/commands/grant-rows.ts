import type { NewGrant } from '@/lib/grants/commands/make-grants'
import { humanColumns } from '@/lib/grants/resolve-caller'
import type { RequestContent, RequestTarget } from '@/lib/requests/content'
import type { GrantWindow } from '@/lib/requests/window'

/** One grant for each target of a request, each in its own window. */
export function grantRows(content: RequestContent, origin: NewGrant['origin'], requestId: string, window: (target: RequestTarget) => GrantWindow): NewGrant[] {
  const { serverId, agentId, clientId, human, purpose, mode, reauthorise } = content
  return content.targets.map((target) => {
    const { from, until } = window(target)
    return {
      serverId, agentId, clientId, ...humanColumns(human), targetKind: target.kind, target: target.name, access: target.access, scope: [...target.scope], purpose, mode, reauthorise,
      validFrom: new Date(from), validUntil: until === null ? null : new Date(until), origin, requestId,
    }
  })
}
