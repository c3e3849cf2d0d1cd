import type { GrantRow, PreviousRow } from './evidence-facts'
import { type Change, changeSince } from './flags'
import type { FrozenGrant } from './frozen'

export type Before = { previous: FrozenGrant['previous']; change: Change }

/**
 * The last review of a grant that is over, and whether the grant is what it was then. Where it was of the grant that this one renews,
 * narrows or confirms, what is compared is whom and what the two let through: another end is what a renewal is for.
 */
export function previousOf(previous: ReadonlyMap<string, PreviousRow>, grant: GrantRow, digest: string): Before {
  const own = previous.get(grant.id)
  const found = own ?? previous.get(grant.before ?? '')
  if (found === undefined) return { previous: null, change: 'new' }
  const { campaignId, campaign, outcome, by, at } = found
  const change = own === undefined ? (sameReach(found.grant, grant) ? 'unchanged' : 'changed') : changeSince(digest, own.digest)
  return { previous: { campaignId, campaign, outcome, by, at }, change }
}

/** Does the grant let through whom and what the frozen one did? */
function sameReach(frozen: Record<string, unknown> | null, grant: GrantRow): boolean {
  if (frozen === null) return false
  const { server, agent, client, human, target, access, scope, mode, reauthorise } = frozen as Partial<FrozenGrant['grant']>
  const then = [server?.id, agent?.id ?? null, client?.id ?? null, human?.rule, human?.id ?? null, target?.kind, target?.name, access, [...(scope ?? [])].sort(), mode, reauthorise]
  const now = [grant.serverId, grant.agentId, grant.clientId, grant.humanRule, grant.personId ?? grant.teamId, grant.targetKind, grant.target, grant.access, [...grant.scope].sort(), grant.mode, grant.reauthorise]
  return JSON.stringify(then) === JSON.stringify(now)
}
