import { db } from '@/lib/db/client'

export type Duties = { servers: { slug: string; as: 'owner' | 'backup owner' }[]; agents: { id: string; name: string }[] }

/** What a person answers for: servers owned or backed up, agents sponsored. */
export async function dutiesOf(personId: string): Promise<Duties> {
  const [servers, agents] = await Promise.all([
    db().server.findMany({ where: { OR: [{ ownerId: personId }, { backupOwnerId: personId }], lifecycle: { notIn: ['retired', 'rejected'] } }, select: { slug: true, ownerId: true }, orderBy: { slug: 'asc' } }),
    db().agent.findMany({ where: { sponsorId: personId }, select: { id: true, name: true }, orderBy: { name: 'asc' } }),
  ])
  return { servers: servers.map((server) => ({ slug: server.slug, as: server.ownerId === personId ? 'owner' : 'backup owner' })), agents }
}
