import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { notFound } from '@/lib/errors'

/** Which servers the actor may see: all, or those they own, back up, or whose team they are in; null = none at all. */
export function visibleServers(actor: Actor): Prisma.ServerWhereInput | null {
  const found = reach(actor, 'registry.read')
  if (found === null) return null
  return found === 'all' ? {} : { id: { in: [...actor.ownServerIds] } }
}

/** Which agents: all; else those they sponsor, and those that hold a grant on a server of theirs. */
export function visibleAgents(actor: Actor): Prisma.AgentWhereInput | null {
  const found = reach(actor, 'registry.read')
  if (found === null) return null
  if (found === 'all') return {}
  return { OR: [{ id: { in: [...actor.ownAgentIds] } }, { grants: { some: { serverId: { in: [...actor.ownServerIds] } } } }] }
}

/** Which clients: all; else those named in a grant on a server, or of an agent, of theirs. */
export function visibleClients(actor: Actor): Prisma.ClientWhereInput | null {
  const found = reach(actor, 'registry.read')
  if (found === null) return null
  if (found === 'all') return {}
  return { grants: { some: { OR: [{ serverId: { in: [...actor.ownServerIds] } }, { agentId: { in: [...actor.ownAgentIds] } }] } } }
}

/** The id of a visible server; not found otherwise. */
export async function visibleServerId(actor: Actor, slug: string): Promise<string> {
  const visible = visibleServers(actor)
  const found = visible === null ? null : await db().server.findFirst({ where: { AND: [visible, { slug }] }, select: { id: true } })
  if (found === null) throw notFound('server')
  return found.id
}
