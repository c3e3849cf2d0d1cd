import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import { changeMembersIn } from './teams'

export type DirectoryTeam = { name: string; externalId: string | null; scim: Prisma.InputJsonObject }
export type TeamMembers = { add: readonly string[]; remove: readonly string[] }

/** Makes a team as a directory says, with its members by id; in the caller's transaction. */
export async function createDirectoryTeam(tx: Tx, ctx: Ctx, actor: Actor, input: DirectoryTeam, members: readonly string[]): Promise<string> {
  const id = ctx.id('team')
  await tx.team.create({ data: { id, ...input, createdAt: ctx.now } })
  await record(tx, ctx, { actor, action: 'team.created', object: { kind: 'team', id, name: input.name }, detail: { externalId: input.externalId } })
  await changeMembersIn(tx, ctx, actor, { id, name: input.name }, { add: members, remove: [] })
  return id
}

/** Changes a team's name, what a directory calls it, and its members by id; in the caller's transaction. Grants and servers know teams by id, so a new name moves nothing. */
export async function changeDirectoryTeam(tx: Tx, ctx: Ctx, actor: Actor, id: string, change: Partial<DirectoryTeam>, members: TeamMembers): Promise<void> {
  const before = await tx.team.findUniqueOrThrow({ where: { id } })
  if (change.name !== undefined && change.name !== before.name && (await tx.team.findUnique({ where: { name: change.name } })) !== null) throw new AppError('already_exists', `There is a team “${change.name}” already. Nothing was changed.`)
  await tx.team.update({ where: { id }, data: change })
  const name = change.name ?? before.name
  await changeMembersIn(tx, ctx, actor, { id, name }, members)
  const renamed = name !== before.name
  const known = change.externalId !== undefined && change.externalId !== before.externalId
  if (renamed || known) await record(tx, ctx, { actor, action: 'team.changed', object: { kind: 'team', id, name }, detail: { ...(renamed ? { before: { name: before.name }, name } : {}), ...(known ? { externalId: change.externalId } : {}) } })
}
