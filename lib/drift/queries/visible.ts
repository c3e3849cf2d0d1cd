import { type Actor, require } from '@/lib/auth/actor'
import type { Prisma } from '@/lib/db/client'

/**
 * Which findings the actor may see: all, or those about servers of their own and agents they sponsor. A finding about no server
 * (a name nobody registered, a source) is for those who see everything. Throws `forbidden` for roles that see none.
 */
export function visibleFindings(actor: Actor): Prisma.FindingWhereInput {
  if (require(actor, 'registry.read') === 'all') return {}
  return { OR: [{ serverId: { in: [...actor.ownServerIds] } }, { agentId: { in: [...actor.ownAgentIds] } }] }
}
