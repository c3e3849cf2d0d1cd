import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { listDelegations } from '@/lib/people/queries/delegations'
import { visibleAgents, visibleServers } from '@/lib/registry/queries/visibility'

export type Duties = {
  /** `backup`: somebody active is there to take an owner's place. */
  servers: { slug: string; as: 'owner' | 'backup owner'; backup: boolean }[]
  agents: { id: string; name: string }[]
}

/** What a person answers for, as far as the viewer may see it: servers owned or backed up, agents sponsored. */
export async function dutiesOf(actor: Actor, personId: string): Promise<Duties> {
  const [mayServers, mayAgents] = [visibleServers(actor), visibleAgents(actor)]
  const [servers, agents] = await Promise.all([
    mayServers === null ? [] : db().server.findMany({
      where: { AND: [mayServers, { OR: [{ ownerId: personId }, { backupOwnerId: personId }], lifecycle: { notIn: ['retired', 'rejected'] } }] }, select: { slug: true, ownerId: true, backupOwner: { select: { id: true, active: true } } }, orderBy: { slug: 'asc' },
    }),
    mayAgents === null ? [] : db().agent.findMany({ where: { AND: [mayAgents, { sponsorId: personId }] }, select: { id: true, name: true }, orderBy: { name: 'asc' } }),
  ])
  return { servers: servers.map((server) => ({ slug: server.slug, as: server.ownerId === personId ? 'owner' : 'backup owner', backup: server.backupOwner?.active === true && server.backupOwner.id !== personId })), agents }
}

export type LeftBehind = Duties & {
  /** Stand-ins that end with them: for whom they stand in, and who stands in for them. */
  standIns: string[]
  /** People who would have a manager who has left. */
  reports: number
}

/** What nobody would answer for any more once this person has left; agents only as far as they are active. */
export async function leftBehindBy(actor: Actor, personId: string, duties: Duties, now: Date): Promise<LeftBehind> {
  const [standing, ahead, reports, active] = await Promise.all([
    listDelegations(actor, { state: 'in_force', limit: 500 }, now), listDelegations(actor, { state: 'ahead', limit: 500 }, now),
    db().person.count({ where: { managerId: personId, active: true } }), db().agent.findMany({ where: { id: { in: duties.agents.map(({ id }) => id) }, active: true }, select: { id: true } }),
  ])
  const involved = [...standing, ...ahead].filter((one) => one.person.id === personId || one.delegate.id === personId)
  return {
    servers: duties.servers, agents: duties.agents.filter(({ id }) => active.some((one) => one.id === id)), reports,
    standIns: involved.map((one) => (one.person.id === personId ? `${one.delegate.name} for them` : `for ${one.person.name}`)),
  }
}
