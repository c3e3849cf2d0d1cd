import { db } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import type { Actor } from './actor'
import { SCIM_SCOPE } from './permissions'

type Own = Pick<Actor, 'ownServerIds' | 'ownAgentIds'>

/** What is a person's own: servers they own, back up, or whose team they are in now; agents they sponsor. */
async function ownOf(personId: string, now: Date): Promise<Own> {
  const current = { personId, OR: [{ validTo: null }, { validTo: { gt: now } }] }
  const [servers, agents] = await Promise.all([
    db().server.findMany({
      where: { OR: [{ ownerId: personId }, { backupOwnerId: personId }, { team: { memberships: { some: current } } }] },
      select: { id: true },
    }),
    db().agent.findMany({ where: { sponsorId: personId }, select: { id: true } }),
  ])
  return { ownServerIds: servers.map((row) => row.id), ownAgentIds: agents.map((row) => row.id) }
}

/** A signed-in person as an actor. Owning a server gives the owner's rights on it even without the role. */
export async function personActor(person: { id: string; name: string; roles: readonly Role[] }, now: Date): Promise<Actor> {
  const own = await ownOf(person.id, now)
  const roles = own.ownServerIds.length > 0 && !person.roles.includes('owner') ? [...person.roles, 'owner' as const] : person.roles
  return { kind: 'person', id: person.id, name: person.name, personId: person.id, roles, scopes: null, bootstrap: false, behind: [person.id], ...own }
}

export type TokenRow = { id: string; name: string; ownerId: string; createdBy: string; roles: Role[]; scopes: string[]; bootstrap: boolean; owner: { roles: Role[] } }

type Share = { roles: readonly Role[] } & Own

/** What a token in somebody else's name gets from whoever made it, who knows its secret: no more than that person may now; of one who left nothing. */
async function shareOf(personId: string, now: Date): Promise<Share> {
  const person = await db().person.findUnique({ where: { id: personId }, select: { roles: true, active: true } })
  return person === null || !person.active ? { roles: [], ownServerIds: [], ownAgentIds: [] } : { roles: person.roles, ...(await ownOf(personId, now)) }
}

/**
 * A token as an actor: never more than its owner may now, nor than its maker may, where that is another person. Ingest scopes stay;
 * the scope scim stands while both are administrators.
 */
export async function tokenActor(token: TokenRow, now: Date): Promise<Actor> {
  const behind = [...new Set([token.ownerId, token.createdBy])]
  const shares: Share[] = [{ roles: token.owner.roles, ...(await ownOf(token.ownerId, now)) }]
  if (token.createdBy !== token.ownerId) shares.push(await shareOf(token.createdBy, now))
  // Whoever owns a server has the owner's rights on it without the role.
  const holds = (share: Share, role: Role): boolean => share.roles.includes(role) || (role === 'owner' && share.ownServerIds.length > 0)
  const scopes = token.scopes.filter((scope) => scope !== SCIM_SCOPE || shares.every((share) => share.roles.includes('admin')))
  const common = (list: 'ownServerIds' | 'ownAgentIds'): string[] => (shares[0]?.[list] ?? []).filter((id) => shares.every((share) => share[list].includes(id)))
  return {
    kind: 'token', id: token.id, name: token.name, personId: token.ownerId, roles: token.roles.filter((role) => shares.every((share) => holds(share, role))),
    scopes, bootstrap: token.bootstrap, behind, ownServerIds: common('ownServerIds'), ownAgentIds: common('ownAgentIds'),
  }
}
