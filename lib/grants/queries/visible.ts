import { type Actor, require } from '@/lib/auth/actor'
import type { Prisma } from '@/lib/db/client'

/**
 * Which grants the actor may see: all, or those on servers of their own, of agents they sponsor, and naming them as the human.
 * Throws `forbidden` for roles that see none.
 */
export function visibleGrants(actor: Actor): Prisma.GrantWhereInput {
  if (require(actor, 'registry.read') === 'all') return {}
  return {
    OR: [
      { serverId: { in: [...actor.ownServerIds] } },
      { agentId: { in: [...actor.ownAgentIds] } },
      ...(actor.personId === null ? [] : [{ personId: actor.personId }]),
    ],
  }
}
