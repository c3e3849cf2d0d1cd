import { db } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { type Actor, require } from './actor'

export type TokenView = {
  id: string; name: string; ownerEmail: string; roles: Role[]; scopes: string[]; bootstrap: boolean
  createdAt: string; expiresAt: string; lastUsedAt: string | null; revokedAt: string | null
}

/** Tokens, newest first: all for an administrator, else one's own. Never their value. */
export async function listTokens(actor: Actor, filter: { before?: string; limit: number }): Promise<TokenView[]> {
  const found = await db().apiToken.findMany({
    where: { ...(actor.roles.includes('admin') ? {} : { ownerId: actor.personId ?? '' }), ...(filter.before === undefined ? {} : { id: { lt: filter.before } }) },
    include: { owner: { select: { email: true } } }, orderBy: { id: 'desc' }, take: filter.limit,
  })
  return found.map((row) => ({
    id: row.id, name: row.name, ownerEmail: row.owner.email, roles: row.roles, scopes: row.scopes, bootstrap: row.bootstrap, createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(), lastUsedAt: row.lastUsedAt?.toISOString() ?? null, revokedAt: row.revokedAt?.toISOString() ?? null,
  }))
}

export type SessionView = { id: string; createdAt: string; lastSeenAt: string; expiresAt: string; method: string; userAgent: string | null }

/** One's own live sessions, the last used first. */
export async function listSessions(actor: Actor, now: Date): Promise<SessionView[]> {
  const found = await db().session.findMany({ where: { personId: actor.personId ?? '', revokedAt: null, expiresAt: { gt: now } }, orderBy: { lastSeenAt: 'desc' }, take: 100 })
  return found.map((row) => ({
    id: row.id, createdAt: row.createdAt.toISOString(), lastSeenAt: row.lastSeenAt.toISOString(), expiresAt: row.expiresAt.toISOString(), method: row.method, userAgent: row.userAgent,
  }))
}

/** Whether somebody has a password; never the password. One asks about oneself, an administrator about anybody. */
export async function hasPassword(actor: Actor, personId: string): Promise<boolean> {
  if (personId !== actor.personId) require(actor, 'people.manage')
  return (await db().person.count({ where: { id: personId, passwordHash: { not: null } } })) > 0
}
