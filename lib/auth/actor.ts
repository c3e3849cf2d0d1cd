import { AppError } from '@/lib/errors'
import type { Role } from '@/lib/people/model'
import { type Permission, type Reach, reachOf } from './permissions'

/**
 * Who is acting: a signed-in person, an API token, or the console itself (jobs). Built once per request from the session
 * or token row; every command and query takes it first and asks it.
 */
export type Actor = {
  kind: 'person' | 'token' | 'system'
  /** ses_/per_ of a person is per_…; of a token tok_…; of the console 'system'. */
  id: string
  name: string
  /** The human behind it: the person, or the token's owner. Null for the console. */
  personId: string | null
  roles: readonly Role[]
  /** Of a token: read, write, ingest:<source>, …; null for people (all). */
  scopes: readonly string[] | null
  /** The headless start token, which may do what the first admin may. */
  bootstrap: boolean
  /** Servers this actor owns, backs up, or whose team it is in. */
  ownServerIds: readonly string[]
  /** Agents this actor sponsors. */
  ownAgentIds: readonly string[]
  /** The people who stand behind it: the person; of a token its owner and its creator. Two-person rules count these. */
  behind: readonly string[]
}

export const SYSTEM: Actor = {
  kind: 'system', id: 'system', name: 'Bailiwick', personId: null, roles: [], scopes: null, bootstrap: false, ownServerIds: [], ownAgentIds: [], behind: [],
}

/** The reach of `permission` for this actor; null = may not. The console itself may do everything. */
export function reach(actor: Actor, permission: Permission): Reach | null {
  return actor.kind === 'system' ? 'all' : reachOf(actor.roles, permission)
}

export function may(actor: Actor, permission: Permission): boolean {
  return reach(actor, permission) !== null
}

/** Throws `forbidden` unless the actor has the permission at all; returns its reach. */
export function require(actor: Actor, permission: Permission): Reach {
  const found = reach(actor, permission)
  if (found === null) throw new AppError('forbidden', `Your roles do not allow this (${permission}). Nothing was changed.`)
  return found
}

/** Is the actor its owner or backup owner in person? Being in the server's team is not owning it. */
export function ownsInPerson(actor: Actor, server: { ownerId: string; backupOwnerId: string | null }): boolean {
  return actor.personId !== null && (server.ownerId === actor.personId || server.backupOwnerId === actor.personId)
}

/** May the actor use `permission` on this server? Own = owner, backup owner or its team. */
export function mayOnServer(actor: Actor, permission: Permission, serverId: string | null): boolean {
  const found = reach(actor, permission)
  return found === 'all' || (found === 'own' && serverId !== null && actor.ownServerIds.includes(serverId))
}
