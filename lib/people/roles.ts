import type { Role } from './model'

/** Roles whose holders could give themselves everything else: a second holder consents once two exist. */
export const GUARDED_ROLES: readonly Role[] = ['admin', 'security_reviewer']

export type RoleRequest = {
  /** The person whose roles change; null when they are being registered. */
  personId: string | null
  before: readonly Role[]
  wanted: readonly Role[]
  /** The people behind whoever asks. */
  behind: readonly string[]
  /** Active holders of each guarded role, by person id. */
  holders: Readonly<Record<string, readonly string[]>>
}

export type RolePlan =
  | { ok: true; roles: Role[]; /** Given only after a second holder's consent. */ pending: Role[] }
  | { ok: false; reason: string }

/**
 * What becomes of a wished set of roles. Nobody changes their own; the last admin and the last security reviewer stay;
 * giving a guarded role waits for a second holder once two exist.
 */
export function planRoles(request: RoleRequest): RolePlan {
  const given = request.wanted.filter((role) => !request.before.includes(role))
  const taken = request.before.filter((role) => !request.wanted.includes(role))
  if (given.length === 0 && taken.length === 0) return { ok: true, roles: [...request.before], pending: [] }
  if (request.personId !== null && request.behind.includes(request.personId)) return { ok: false, reason: 'Nobody changes their own roles. Ask another administrator.' }
  for (const role of taken) {
    const others = (request.holders[role] ?? []).filter((id) => id !== request.personId)
    if (GUARDED_ROLES.includes(role) && others.length === 0) return { ok: false, reason: `This is the last active ${role.replace('_', ' ')}. Give the role to somebody else first.` }
  }
  // Nobody stands behind the console itself (the first administrator, the example company), so there is nobody to be watched.
  const pending = request.behind.length === 0 ? [] : given.filter((role) => GUARDED_ROLES.includes(role) && (request.holders[role] ?? []).length >= 2)
  return { ok: true, roles: request.wanted.filter((role) => !pending.includes(role)), pending }
}

/** Why a role that waits for consent cannot be asked for by this actor: one person must be answerable for having asked. */
export function mayAsk(actor: { behind: readonly string[] }): string | null {
  return actor.behind.length === 1 ? null : 'A role that waits for a second holder is asked for by one person, not through a token that one made in the name of another.'
}

type Consenting = { kind: 'person' | 'token' | 'system'; bootstrap: boolean; behind: readonly string[]; personId: string | null }

/** May this actor consent to a waiting role? A holder of it in person, who neither asked nor is the one to get it. */
export function mayConsent(change: { personId: string; requestedBy: string; role: Role }, actor: Consenting, holders: readonly string[]): string | null {
  if (actor.kind === 'token' && !actor.bootstrap) return 'A service token consents to nothing: sign in.'
  if (actor.personId === null || !holders.includes(actor.personId)) return 'Only a holder of the role may consent to it.'
  if (actor.behind.includes(change.personId)) return 'Nobody consents to a role of their own.'
  if (actor.behind.includes(change.requestedBy)) return 'Whoever asked for it cannot consent too: a second holder must.'
  return null
}
