import { type Actor, may, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleServers } from '@/lib/registry/queries/visibility'
import { listPolicies, type PolicyView } from '@/lib/requests/queries/policies'

/** How much of the history the screen shows; the endpoint answers all of it. */
const SHOWN = 50

export type ApprovalPolicyScreen = {
  current: PolicyView
  history: PolicyView[]
  mayEdit: boolean
  /** Tags that servers carry, as far as the actor sees them, and how many carry each; the most used first. */
  effects: { tag: string; servers: number }[]
  /** Active security reviewers: a policy that asks for more of them than there are lets nothing through. */
  reviewers: number
  /** Requests that are pending and keep the stricter of the policy at their submission and any later one; null where not everything is seen. */
  pending: number | null
}

/** The policy in force, how it came to be, and what bears on changing it. For everybody who may see anything of the registry: who must agree is no secret. */
export async function approvalPolicyScreen(actor: Actor): Promise<ApprovalPolicyScreen> {
  const extent = require(actor, 'registry.read')
  const visible = visibleServers(actor) ?? { id: { in: [] } }
  const [history, servers, reviewers, pending] = await Promise.all([
    listPolicies(SHOWN),
    db().server.findMany({ where: { AND: [visible, { lifecycle: { notIn: ['retired', 'rejected'] }, NOT: { effects: { isEmpty: true } } }] }, select: { effects: true }, take: 20_000 }),
    db().person.count({ where: { active: true, roles: { has: 'security_reviewer' } } }),
    extent === 'all' ? db().grantRequest.count({ where: { state: 'pending' } }) : null,
  ])
  const [current] = history
  if (current === undefined) throw new Error('There is always a policy: number 0 at least.')
  const counts = new Map<string, number>()
  for (const { effects } of servers) for (const tag of effects) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return {
    current, history, reviewers, pending, mayEdit: may(actor, 'approvals.manage') && (actor.kind === 'person' || actor.bootstrap),
    effects: [...counts].map(([tag, count]) => ({ tag, servers: count })).toSorted((a, b) => b.servers - a.servers || (a.tag < b.tag ? -1 : 1)),
  }
}
