import { planGroupRoles } from './group-roles'
import type { Role } from './model'
import { GUARDED_ROLES } from './roles'

export type DirectoryRolePlan = {
  roles: Role[]
  groupRoles: Role[]
  added: Role[]
  removed: Role[]
  /** Wait for a second holder's consent. */
  pending: Role[]
  /** Not given at all: nobody gets a guarded role through a token that they made themselves. */
  withheld: Role[]
  /** Would have gone, but nobody else holds it. */
  kept: Role[]
}

/**
 * A person's roles after a directory changed their groups: as at a sign-in (`planGroupRoles`), but whoever holds a directory's token
 * can write any group, so a guarded role waits for consent as if one had asked for it by hand.
 */
export function planDirectoryRoles(input: {
  personId: string
  before: readonly Role[]
  groupRoles: readonly Role[]
  /** Roles of the mapped groups that the person is in now. */
  gives: readonly Role[]
  /** Roles of the mapped groups that the person has just left. */
  took: readonly Role[]
  /** Active holders of each guarded role. */
  holders: Readonly<Record<string, readonly string[]>>
  /** Who stands behind the token. */
  behind: readonly string[]
}): DirectoryRolePlan {
  const given = [...input.groupRoles.filter((role) => !input.took.includes(role)), ...input.gives]
  const otherHolders = Object.fromEntries(GUARDED_ROLES.map((role) => [role, (input.holders[role] ?? []).filter((id) => id !== input.personId).length]))
  const plan = planGroupRoles({ before: input.before, groupRoles: input.groupRoles, given, otherHolders })
  const guarded = plan.added.filter((role) => GUARDED_ROLES.includes(role))
  const own = input.behind.includes(input.personId)
  const waits = guarded.filter((role) => (input.holders[role] ?? []).length >= 2)
  // One person must be answerable for having asked.
  const withheld = own ? guarded : input.behind.length === 1 ? [] : waits
  const pending = waits.filter((role) => !withheld.includes(role))
  const now = (role: Role): boolean => !withheld.includes(role) && !pending.includes(role)
  // What waits stays marked as a group's, so that it goes with the group once it was consented to.
  return { roles: plan.roles.filter(now), groupRoles: plan.groupRoles.filter((role) => !withheld.includes(role)), added: plan.added.filter(now), removed: plan.removed, kept: plan.kept, pending, withheld }
}
