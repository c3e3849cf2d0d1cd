import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'

const NONE: Prisma.GrantRequestWhereInput = { id: { in: [] } }

/**
 * Which requests the actor may see. What was submitted: everybody who sees all of the registry; whoever asked, and the people behind
 * them; the agent's sponsor; the person named; the servers' owners, backup owners and teams; and everybody in a line of deciders, or
 * standing in for one of it now, or who has decided. A draft: whoever wrote it.
 */
export async function visibleRequests(actor: Actor, now: Date, client: Tx = db()): Promise<Prisma.GrantRequestWhereInput> {
  const extent = reach(actor, 'registry.read')
  const { personId } = actor
  // A token does nothing for its owner that its roles do not.
  if (extent === null && actor.kind === 'token') return NONE
  const mine: Prisma.GrantRequestWhereInput[] = personId === null ? [] : [{ requesterId: personId }, { behind: { has: personId } }]
  const submitted: Prisma.GrantRequestWhereInput = extent === 'all' ? {} : {
    OR: [
      ...mine, { serverId: { in: [...actor.ownServerIds] } }, { agentId: { in: [...actor.ownAgentIds] } },
      ...(personId === null || actor.kind === 'token' ? [] : [{ personId }, { decisions: { some: { personId } } }, { serverId: { in: await serversHeldBy(personId, now, client) } }]),
    ],
  }
  return { OR: [{ AND: [{ state: 'draft' }, mine.length === 0 ? NONE : { OR: mine }] }, { AND: [{ state: { not: 'draft' } }, submitted] }] }
}

/** The servers in whose line of deciders somebody stands, or stands in now: as owner, backup owner or the owner's manager. */
export async function serversHeldBy(personId: string, now: Date, client: Tx = db()): Promise<string[]> {
  const standIns = await findStandIns({ by: personId }, now, client)
  const line = [personId, ...standIns.map((one) => one.personId)]
  const found = await client.server.findMany({ where: { OR: [{ ownerId: { in: line } }, { backupOwnerId: { in: line } }, { owner: { managerId: { in: line } } }] }, select: { id: true } })
  return found.map((server) => server.id)
}
