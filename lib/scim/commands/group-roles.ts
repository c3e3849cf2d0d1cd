import type { Tx } from '@/lib/db/client'
import { applyDirectoryRoles } from '@/lib/people/commands/directory-roles'
import { keptOf } from '@/lib/scim/model'
import type { Provisioning } from './provisioning'

/**
 * Gives these people the roles of the directory's groups that they are in, by the operator's map and by the groups' names, and takes those
 * of the groups named in `left`. Teams that no directory has touched give nothing.
 */
export async function giveGroupRoles(tx: Tx, { actor, ctx, groupRoles }: Provisioning, people: readonly string[], left: readonly string[]): Promise<void> {
  if (groupRoles.length === 0) return
  const took = groupRoles.filter(({ group }) => left.includes(group)).map(({ role }) => role)
  for (const personId of [...people].sort()) {
    const stays = await tx.teamMembership.findMany({ where: { personId, validTo: null, team: { name: { in: groupRoles.map(({ group }) => group) } } }, include: { team: { select: { name: true, scim: true } } } })
    const names = stays.map((stay) => stay.team).filter((team) => keptOf(team.scim)?.deletedAt === null).map((team) => team.name)
    const gives = groupRoles.filter(({ group }) => names.includes(group)).map(({ role }) => role)
    await applyDirectoryRoles(tx, ctx, actor, personId, { gives: [...new Set(gives)], took, names: [...new Set([...names, ...left])] })
  }
}
