import type { Role } from './model'
import { GUARDED_ROLES } from './roles'

export type GroupRolePlan = { roles: Role[]; groupRoles: Role[]; added: Role[]; removed: Role[]; /** Would have gone, but nobody else holds it. */ kept: Role[] }

/**
 * A person's roles after a sign-in whose groups give `given`. What people gave by hand stays; what groups gave before and do not give now
 * goes, but never a guarded role's last active holder. `given` null = the provider said nothing about groups: nothing changes.
 */
export function planGroupRoles(input: {
  before: readonly Role[]
  /** Those of `before` that groups gave. */
  groupRoles: readonly Role[]
  given: readonly Role[] | null
  /** Other active holders of each guarded role. */
  otherHolders: Readonly<Partial<Record<Role, number>>>
}): GroupRolePlan {
  const byGroup = input.groupRoles.filter((role) => input.before.includes(role))
  if (input.given === null) return { roles: [...input.before], groupRoles: byGroup, added: [], removed: [], kept: [] }
  const given = [...new Set(input.given)]
  const byHand = input.before.filter((role) => !byGroup.includes(role))
  const kept = byGroup.filter((role) => !given.includes(role) && GUARDED_ROLES.includes(role) && (input.otherHolders[role] ?? 0) === 0)
  // A role that somebody gave by hand stays theirs when the group goes.
  const groupRoles = [...given, ...kept].filter((role) => !byHand.includes(role))
  const roles = [...byHand, ...groupRoles]
  return { roles, groupRoles, kept, added: roles.filter((role) => !input.before.includes(role)), removed: input.before.filter((role) => !roles.includes(role)) }
}
