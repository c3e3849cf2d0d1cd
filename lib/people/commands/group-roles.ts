import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { type GroupRolePlan, planGroupRoles } from '@/lib/people/group-roles'
import type { Role } from '@/lib/people/model'
import { GUARDED_ROLES } from '@/lib/people/roles'
import { record } from '@/lib/trail/record'
import { guardedHolders } from './roles'

/** Gives a person the roles that the provider's groups give now (null = it said nothing), and takes back what they gave before. In the caller's transaction. */
export async function applyGroupRoles(tx: Tx, ctx: Ctx, actor: Actor, personId: string, given: readonly Role[] | null, groups: readonly string[]): Promise<GroupRolePlan> {
  const holders = await guardedHolders(tx)
  await tx.$executeRaw`SELECT 1 FROM person WHERE id = ${personId} FOR UPDATE`
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId } })
  const otherHolders = Object.fromEntries(GUARDED_ROLES.map((role) => [role, (holders[role] ?? []).filter((id) => id !== personId).length]))
  const plan = planGroupRoles({ before: person.roles, groupRoles: person.groupRoles, given, otherHolders })
  if (plan.added.length > 0 || plan.removed.length > 0 || plan.groupRoles.join() !== person.groupRoles.join()) {
    await tx.person.update({ where: { id: personId }, data: { roles: plan.roles, groupRoles: plan.groupRoles, updatedAt: ctx.now } })
  }
  if (plan.added.length > 0 || plan.removed.length > 0 || plan.kept.length > 0) {
    await record(tx, ctx, {
      actor, action: 'person.group_roles_changed', object: { kind: 'person', id: personId, name: person.email },
      detail: { before: person.roles, roles: plan.roles, added: plan.added, removed: plan.removed, keptForLackOfAnother: plan.kept, groups },
    })
  }
  return plan
}
