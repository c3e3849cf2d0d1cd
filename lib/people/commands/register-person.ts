import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { bindNames, declare, type NameInput, noteState } from '@/lib/names/commands'
import { canonicalHumanName, oidcName } from '@/lib/names/resolve'
import type { NewPerson, Role } from '@/lib/people/model'
import { record } from '@/lib/trail/record'
import { settleRoles } from './roles'
import { setTeams } from './teams'

/** The names under which logs may know a person. */
export function personNames(person: { email?: string; identities: readonly { issuer: string; subject: string }[]; aliases: readonly string[] }): NameInput[] {
  return [
    ...(person.email === undefined ? [] : [{ name: person.email, origin: 'email' as const }]),
    ...person.identities.map(({ issuer, subject }) => ({ name: oidcName(issuer, subject), origin: 'identity' as const })),
    ...person.aliases.map((alias) => ({ name: canonicalHumanName(alias), origin: 'alias' as const })),
  ]
}

export async function managerOf(tx: Tx, email: string, now: string | null = null): Promise<string> {
  const manager = await tx.person.findUnique({ where: { email } })
  if (manager === null) throw invalid('managerEmail', 'nobody has this e-mail')
  if (!manager.active && manager.id !== now) throw invalid('managerEmail', `${manager.name} has left`)
  return manager.id
}

/** Makes the rows of a person; shared with the first administrator, who has no actor to ask. */
export async function insertPerson(tx: Tx, ctx: Ctx, input: NewPerson & { roles: Role[]; id: string; passwordHash?: string }): Promise<NameInput[]> {
  const taken = await tx.person.findUnique({ where: { email: input.email } })
  if (taken !== null) throw new AppError('already_exists', `Somebody with the e-mail ${input.email} is registered already. Nothing was changed.`, { errors: [{ path: 'email', message: 'is already registered' }] })
  await tx.person.create({
    data: {
      id: input.id, email: input.email, name: input.name, roles: input.roles, createdAt: ctx.now, updatedAt: ctx.now,
      managerId: input.managerEmail === undefined ? null : await managerOf(tx, input.managerEmail),
      ...(input.passwordHash === undefined ? {} : { passwordHash: input.passwordHash }),
      identities: { create: input.identities.map((identity) => ({ id: ctx.id('identity'), ...identity })) },
    },
  })
  const names = personNames(input)
  await bindNames(tx, ctx, 'person', input.id, names)
  await noteState(tx, ctx, 'person', input.id, 'active')
  await setTeams(tx, ctx, input.id, input.teams)
  return names
}

/** Registers a human. Guarded roles may wait for a second holder's consent; teams that do not exist are made. */
export async function registerPerson(actor: Actor, ctx: Ctx, input: NewPerson): Promise<{ id: string; pendingRoles: Role[] }> {
  require(actor, 'people.manage')
  return transaction((tx) => registerPersonIn(tx, ctx, actor, input))
}

/** What a directory says of somebody new, beside what everybody says. */
export type DirectoryPart = { managerId: string | null; externalId: string | null; scim: Prisma.InputJsonObject }

/** The same in the caller's transaction. */
export async function registerPersonIn(tx: Tx, ctx: Ctx, actor: Actor, input: NewPerson, directory?: DirectoryPart): Promise<{ id: string; pendingRoles: Role[] }> {
  const id = ctx.id('person')
  const settled = await settleRoles(tx, ctx, actor, { personId: id, isNew: true, before: [], wanted: input.roles })
  const names = await insertPerson(tx, ctx, { ...input, id, roles: settled.roles })
  if (directory !== undefined) await tx.person.update({ where: { id }, data: directory })
  await declare(tx, ctx, actor, { reason: `registration of ${input.email}`, reevaluate: { humanNames: names.map((one) => one.name) } })
  const said = directory === undefined ? {} : { managerId: directory.managerId, externalId: directory.externalId }
  await record(tx, ctx, { actor, action: 'person.registered', object: { kind: 'person', id, name: input.email }, detail: { ...input, ...said, roles: settled.roles, pendingRoles: settled.pending } })
  return { id, pendingRoles: settled.pending }
}
