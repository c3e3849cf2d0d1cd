import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { visibleGrants } from './visible'

const INCLUDE = {
  server: { select: { id: true, slug: true, name: true } },
  agent: { select: { id: true, name: true, spiffeId: true, issuer: true, subject: true } },
  client: { select: { id: true, name: true, clientId: true } },
  holds: { orderBy: [{ openedAt: 'asc' }, { id: 'asc' }] },
} as const satisfies Prisma.GrantInclude

type Found = Prisma.GrantGetPayload<{ include: typeof INCLUDE }>

/** Adds the people and teams that the grants name. */
async function named(client: Tx, found: readonly Found[]): Promise<StoredGrant[]> {
  const personIds = [...new Set(found.flatMap((grant) => grant.personId ?? []))]
  const teamIds = [...new Set(found.flatMap((grant) => grant.teamId ?? []))]
  const people = personIds.length === 0 ? [] : await client.person.findMany({ where: { id: { in: personIds } }, select: { id: true, email: true, name: true } })
  const teams = teamIds.length === 0 ? [] : await client.team.findMany({ where: { id: { in: teamIds } }, select: { id: true, name: true } })
  const personById = new Map(people.map((person) => [person.id, person]))
  const teamById = new Map(teams.map((team) => [team.id, team]))
  return found.map((grant) => ({ ...grant, person: personById.get(grant.personId ?? '') ?? null, team: teamById.get(grant.teamId ?? '') ?? null }))
}

/** The grants that fit `where` and that the actor may see, newest id first. */
export async function findGrants(actor: Actor, where: Prisma.GrantWhereInput, take: number): Promise<StoredGrant[]> {
  const found = await db().grant.findMany({ where: { AND: [visibleGrants(actor), where] }, include: INCLUDE, orderBy: { id: 'desc' }, take })
  return named(db(), found)
}

/** Throws `not_found` for a grant that does not exist and for one the actor may not see, alike. */
export async function getStoredGrant(actor: Actor, id: string, client: Tx = db()): Promise<StoredGrant> {
  const found = await client.grant.findFirst({ where: { AND: [visibleGrants(actor), { id }] }, include: INCLUDE })
  const [grant] = found === null ? [] : await named(client, [found])
  if (grant === undefined) throw notFound('grant')
  return grant
}

/** These grants, whoever asks: for commands that have asked already. In the order of their ids. */
export async function storedGrants(client: Tx, ids: readonly string[]): Promise<StoredGrant[]> {
  return named(client, await client.grant.findMany({ where: { id: { in: [...ids] } }, include: INCLUDE, orderBy: { id: 'asc' } }))
}
