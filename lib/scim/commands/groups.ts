import type { Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { changeDirectoryTeam, createDirectoryTeam } from '@/lib/people/commands/directory-teams'
import { readResource } from '@/lib/scim/canonical'
import { groupDoc, type GroupFacts, type GroupWish, readGroup } from '@/lib/scim/group'
import { type Doc, isDeleted, refusal } from '@/lib/scim/model'
import { applyPatch, type Operation } from '@/lib/scim/patch'
import { findGroup, groupAnswer, loadGroup } from '@/lib/scim/queries/groups'
import { changedNames } from '@/lib/scim/user'
import { record } from '@/lib/trail/record'
import { giveGroupRoles } from './group-roles'
import { assertVersion, keptJson, type Provisioning, provisioningRoles } from './provisioning'

/** Makes a team; or brings back one that the directory had deleted. A team that is here is found by a filter and changed. */
export async function createGroup(by: Provisioning, body: Doc): Promise<Doc> {
  const wish = readGroup(readResource('Group', body))
  return provisioningRoles(async (tx) => {
    const found = await tx.team.findUnique({ where: { name: wish.name }, select: { id: true } })
    const there = found === null ? null : await loadGroup(tx, found.id)
    if (there !== null && !isDeleted(there.kept)) throw refusal('uniqueness', `There is a group ${wish.name} already: find it by a filter and change it. Nothing was changed.`)
    if (there !== null) return settle(tx, by, there, wish, 'scim.group_returned')
    await assertFree(tx, null, wish, [])
    const { actor, ctx } = by
    const id = await createDirectoryTeam(tx, ctx, actor, { name: wish.name, externalId: wish.externalId, scim: keptJson(ctx, wish.doc) }, wish.members)
    await giveGroupRoles(tx, by, wish.members, [])
    await record(tx, ctx, { actor, action: 'scim.group_created', object: { kind: 'team', id, name: wish.name }, detail: { externalId: wish.externalId, members: wish.members.length } })
    return answer(tx, by, id)
  })
}

export async function replaceGroup(by: Provisioning, id: string, body: Doc, ifMatch: string | null): Promise<Doc> {
  const wish = readGroup(readResource('Group', body))
  return provisioningRoles(async (tx) => settle(tx, by, await present(tx, by, id, ifMatch), wish))
}

export async function patchGroup(by: Provisioning, id: string, operations: readonly Operation[], ifMatch: string | null): Promise<Doc> {
  return provisioningRoles(async (tx) => {
    const team = await present(tx, by, id, ifMatch)
    return settle(tx, by, team, readGroup(applyPatch('Group', groupDoc(team), operations)))
  })
}

/** Every stay ends and the roles of the group go; the team itself stays on record, since servers and grants name it. */
export async function deleteGroup(by: Provisioning, id: string, ifMatch: string | null): Promise<void> {
  await provisioningRoles(async (tx) => {
    const { actor, ctx } = by
    const team = await present(tx, by, id, ifMatch)
    const members = (await tx.teamMembership.findMany({ where: { teamId: id, validTo: null }, select: { personId: true } })).map((stay) => stay.personId)
    await changeDirectoryTeam(tx, ctx, actor, id, { externalId: null, scim: keptJson(ctx, team.kept?.doc ?? {}, { deleted: true }) }, { add: [], remove: members })
    await giveGroupRoles(tx, by, members, [team.name])
    await record(tx, ctx, { actor, action: 'scim.group_deleted', object: { kind: 'team', id, name: team.name }, detail: { externalId: team.externalId, members: members.length } })
  })
}

async function present(tx: Tx, by: Provisioning, id: string, ifMatch: string | null): Promise<GroupFacts> {
  const team = await findGroup(tx, id)
  if (team === null) throw notFound('group')
  assertVersion(groupAnswer(team, by.base), ifMatch)
  return team
}

async function answer(tx: Tx, by: Provisioning, id: string): Promise<Doc> {
  const team = await findGroup(tx, id)
  if (team === null) throw notFound('group')
  return groupAnswer(team, by.base)
}

/** Refuses a name or an externalId that another team has, and members whom nobody knows. */
async function assertFree(tx: Tx, id: string | null, wish: GroupWish, before: readonly string[]): Promise<void> {
  const taken = await tx.team.findFirst({ where: { id: { not: id ?? '' }, OR: [{ name: wish.name }, ...(wish.externalId === null ? [] : [{ externalId: wish.externalId }])] }, select: { name: true } })
  if (taken !== null) throw refusal('uniqueness', `The team ${taken.name} has this name or externalId. Nothing was changed.`)
  const joining = wish.members.filter((one) => !before.includes(one))
  const known = new Set((await tx.$queryRaw<{ id: string }[]>`SELECT id FROM person WHERE id = ANY(${joining}) AND scim->>'deletedAt' IS NULL`).map((one) => one.id))
  const unknown = joining.find((one) => !known.has(one))
  if (unknown !== undefined) throw refusal('invalidValue', `The member ${unknown.slice(0, 60)} is nobody here. Nothing was changed.`)
}

/** Makes a team what the directory wants. What is the same already writes nothing. */
async function settle(tx: Tx, by: Provisioning, team: GroupFacts, wish: GroupWish, action?: string): Promise<Doc> {
  const { actor, ctx } = by
  const before = team.members.map((one) => one.id)
  await assertFree(tx, team.id, wish, before)
  const members = { add: wish.members.filter((id) => !before.includes(id)), remove: before.filter((id) => !wish.members.includes(id)) }
  const attributes = changedNames(team.kept?.doc ?? {}, wish.doc)
  const renamed = wish.name !== team.name
  const kept = attributes.length > 0 || renamed || wish.externalId !== team.externalId || team.kept === null || team.kept.deletedAt !== null
  if (!kept && members.add.length + members.remove.length === 0) return groupAnswer(team, by.base)
  await changeDirectoryTeam(tx, ctx, actor, team.id, { ...(renamed ? { name: wish.name } : {}), externalId: wish.externalId, scim: keptJson(ctx, wish.doc) }, members)
  // A group that is the directory's only now, or has another name, may mean something to everybody in it.
  const all = renamed || team.kept === null || team.kept.deletedAt !== null
  await giveGroupRoles(tx, by, all ? wish.members : members.add, renamed ? [team.name] : [])
  await giveGroupRoles(tx, by, members.remove, [team.name])
  if (kept) await record(tx, ctx, { actor, action: action ?? (team.kept === null ? 'scim.group_adopted' : 'scim.group_changed'), object: { kind: 'team', id: team.id, name: wish.name }, detail: { externalId: wish.externalId, ...(renamed ? { before: team.name } : {}), attributes } })
  return answer(tx, by, team.id)
}
