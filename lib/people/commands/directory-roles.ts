import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { planDirectoryRoles } from '@/lib/people/directory-roles'
import type { Role } from '@/lib/people/model'
import { record } from '@/lib/trail/record'
import { guardedHolders, withdrawRoleChanges } from './roles'

/** Gives and takes the roles of a directory's groups after it changed who is in them; in the caller's transaction, which holds the roles' lock. */
export async function applyDirectoryRoles(tx: Tx, ctx: Ctx, actor: Actor, personId: string, groups: { gives: readonly Role[]; took: readonly Role[]; names: readonly string[] }): Promise<void> {
  const holders = await guardedHolders(tx)
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId } })
  // Who has left gets nothing; what the groups give then is settled at the return.
  const gives = person.active ? groups.gives : []
  const plan = planDirectoryRoles({ personId, before: person.roles, groupRoles: person.groupRoles, gives, took: groups.took, holders, behind: actor.behind })
  const waiting = await tx.roleChange.findMany({ where: { personId, decidedAt: null } })
  const gone = waiting.filter(({ role }) => groups.took.includes(role) && !gives.includes(role))
  if (gone.length > 0) await withdrawRoleChanges(tx, ctx, actor, personId, waiting.filter((one) => !gone.includes(one)).map(({ role }) => role))
  const asked = plan.pending.filter((role) => !waiting.some((one) => one.role === role))
  for (const role of asked) await tx.roleChange.create({ data: { id: ctx.id('roleChange'), personId, role, requestedBy: actor.behind[0] ?? actor.id, requestedAt: ctx.now, reason: `group ${groups.names.join(', ')}`.slice(0, 500) } })
  const changed = plan.added.length > 0 || plan.removed.length > 0
  if (changed || plan.groupRoles.join() !== person.groupRoles.join()) await tx.person.update({ where: { id: personId }, data: { roles: plan.roles, groupRoles: plan.groupRoles, updatedAt: ctx.now } })
  if (!changed && asked.length === 0 && plan.kept.length === 0 && plan.withheld.length === 0) return
  await record(tx, ctx, {
    actor, action: 'person.group_roles_changed', object: { kind: 'person', id: personId, name: person.email },
    detail: { before: person.roles, roles: plan.roles, added: plan.added, removed: plan.removed, pendingRoles: plan.pending, withheld: plan.withheld, keptForLackOfAnother: plan.kept, groups: groups.names },
  })
}
