import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleAgents, visibleServers } from '@/lib/registry/queries/visibility'

export type Duties = { servers: { slug: string; as: 'owner' | 'backup owner' }[]; agents: { id: string; name: string }[] }

/** What a person answers for, as far as the viewer may see it: servers owned or backed up, agents sponsored. */
export async function dutiesOf(actor: Actor, personId: string): Promise<Duties> {
  const [mayServers, mayAgents] = [visibleServers(actor), visibleAgents(actor)]
  const [servers, agents] = await Promise.all([
    mayServers === null ? [] : db().server.findMany({
      where: { AND: [mayServers, { OR: [{ ownerId: personId }, { backupOwnerId: personId }], lifecycle: { notIn: ['retired', 'rejected'] } }] }, select: { slug: true, ownerId: true }, orderBy: { slug: 'asc' },
    }),
    mayAgents === null ? [] : db().agent.findMany({ where: { AND: [mayAgents, { sponsorId: personId }] }, select: { id: true, name: true }, orderBy: { name: 'asc' } }),
  ])
  return { servers: servers.map((server) => ({ slug: server.slug, as: server.ownerId === personId ? 'owner' : 'backup owner' })), agents }
}
