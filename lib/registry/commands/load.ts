import { type Actor, mayOnServer, reach } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import { type Prisma, transaction, type Tx } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import type { HolderKind } from '@/lib/names/model'
import { isFrozenNow } from '@/lib/people/queries/freezes'
import { conflictOf } from '@/lib/registry/conflict'
import { SERVER_INCLUDE, type ServerView, serverView } from '@/lib/registry/server-view'

/** One transaction; a race lost against somebody else comes out as the refusal it is. */
export async function change<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await transaction(work)
  } catch (error) {
    throw conflictOf(error)
  }
}

/** The person with this e-mail, who must exist and be active. Locked, so that nobody lets them go before this transaction ends. */
export async function activePerson(tx: Tx, email: string, path: string): Promise<{ id: string; name: string }> {
  const found = await tx.$queryRaw<{ id: string; name: string; active: boolean }[]>`SELECT id, name, active FROM person WHERE email = ${email} FOR SHARE`
  const person = found[0]
  if (person === undefined || !person.active) throw invalid(path, `There is no active person with the e-mail address ${email}. Nothing was changed.`)
  if (await isFrozenNow('person', person.id, tx)) throw invalid(path, `${person.name} is frozen: they are being offboarded. Nothing was changed.`)
  return person
}

export async function teamId(tx: Tx, name: string | null): Promise<string | null> {
  if (name === null) return null
  const team = await tx.team.findUnique({ where: { name }, select: { id: true } })
  if (team === null) throw invalid('team', `There is no team called ${name}. Nothing was changed.`)
  return team.id
}

export type LockedServer = Prisma.ServerGetPayload<{ include: typeof SERVER_INCLUDE }>

/**
 * A server, locked until commit. Not found when there is none or the actor may not see it; forbidden when they may see it but
 * not use `permission` on it.
 */
export async function lockServer(tx: Tx, actor: Actor, slug: string, permission: Permission): Promise<LockedServer> {
  const locked = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM server WHERE slug = ${slug} FOR UPDATE`
  const id = locked[0]?.id
  if (id === undefined || !mayOnServer(actor, 'registry.read', id)) throw notFound('server')
  if (!mayOnServer(actor, permission, id)) throw new AppError('forbidden', 'Your roles do not allow this on this server. Nothing was changed.')
  return tx.server.findUniqueOrThrow({ where: { id }, include: SERVER_INCLUDE })
}

/** May the actor use `permission` on this agent? Own = an agent they sponsor. */
export function mayOnAgent(actor: Actor, permission: Permission, agentId: string): boolean {
  const found = reach(actor, permission)
  return found === 'all' || (found === 'own' && actor.ownAgentIds.includes(agentId))
}

/** The names bound to a holder now, or still to begin. */
export async function namesNow(tx: Tx, kind: HolderKind, holderId: string) {
  return tx.nameBinding.findMany({ where: { holderKind: kind, holderId, validTo: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
}

/** The answer for a server as it is inside this transaction. */
export async function readServer(tx: Tx, id: string): Promise<ServerView> {
  const row = await tx.server.findUniqueOrThrow({ where: { id }, include: SERVER_INCLUDE })
  return serverView(row, await namesNow(tx, 'server', id))
}
