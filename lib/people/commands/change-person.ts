import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Prisma, type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { bindNames, declare, noteState, releaseNames } from '@/lib/names/commands'
import type { ReevaluationScope } from '@/lib/names/model'
import { canonicalHumanName, oidcName } from '@/lib/names/resolve'
import type { PersonChange, Role } from '@/lib/people/model'
import { record } from '@/lib/trail/record'
import { endDelegationsOf } from './delegations'
import { endCredentials, refuseLastHolder } from './leave-person'
import { managerOf } from './register-person'
import { mayReturn } from './return-holder'
import { GUARDED_ROLES } from '@/lib/people/roles'
import { guardedHolders, settleRoles } from './roles'
import { setTeams } from './teams'

/** What only a directory says of a person (SCIM); the console's own screens change none of it. */
export type DirectoryChange = {
  /** Lower-cased. Another address is another name in the logs: the old one keeps what it meant. */
  email?: string
  managerId?: string | null
  externalId?: string | null
  scim?: Prisma.InputJsonObject
}

type PersonRow = Prisma.PersonGetPayload<{ include: { identities: true } }>

/**
 * Changes a person. `active: false` = left: sessions and tokens are dead at once, roles and grants stay on record. New names
 * count backwards without limit, names left out are released from now.
 */
export async function changePerson(actor: Actor, ctx: Ctx, id: string, change: PersonChange): Promise<{ pendingRoles: Role[] }> {
  require(actor, 'people.manage')
  return transaction((tx) => changePersonIn(tx, ctx, actor, id, change))
}

/** The same in the caller's transaction, with what a directory says beside it. */
export async function changePersonIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, change: PersonChange, directory: DirectoryChange = {}): Promise<{ pendingRoles: Role[] }> {
  // The offboarding of somebody who comes back is cancelled, or refuses; its lock is the first of all.
  const returned = change.active === true ? await mayReturn(tx, ctx, actor, 'person', id) : null
  // Locked, so that two changes at once do not lose one another; the roles' lock first, as everywhere.
  if (change.roles !== undefined || change.active !== undefined) await guardedHolders(tx)
  await tx.$executeRaw`SELECT 1 FROM person WHERE id = ${id} FOR UPDATE`
  const person = await tx.person.findUnique({ where: { id }, include: { identities: true } })
  if (person === null) throw notFound('person')
  const data: Prisma.PersonUncheckedUpdateInput = { updatedAt: ctx.now, ...directory }
  if (change.name !== undefined) data.name = change.name
  if (change.managerEmail !== undefined) data.managerId = await newManager(tx, person, change.managerEmail)
  const pending = await changeRoles(tx, ctx, actor, person, change, data)
  if (change.active !== undefined && change.active !== person.active) await setActive(tx, ctx, actor, person, change.active, data)
  await tx.person.update({ where: { id }, data })
  const scope = await changeNames(tx, ctx, person, change, directory.email)
  if (change.teams !== undefined) {
    const { past, joined } = await setTeams(tx, ctx, id, change.teams)
    // Whoever has left joins nothing; a directory, which says what it says of everybody, goes by the team.
    if (joined > 0 && !(change.active ?? person.active)) throw invalid('teams', `${person.name} has left`)
    if (past) scope.humanIds = [id]
  }
  const past = (scope.humanNames?.length ?? 0) + (scope.humanIds?.length ?? 0) > 0
  await declare(tx, ctx, actor, { reason: `change of ${person.email}`, ...(past ? { reevaluate: scope } : {}) })
  if (change.active === false && person.active) await endDelegationsOf(tx, ctx, actor, person)
  // What else they hold is ended by an offboarding, which the jobs open.
  if (change.active !== undefined && change.active !== person.active) await tx.$executeRaw`SELECT pg_notify('bailiwick_offboarding', '')`
  await returned?.()
  const { scim: _kept, ...said } = directory
  await record(tx, ctx, {
    actor, action: change.active === false && person.active ? 'person.left' : 'person.changed', object: { kind: 'person', id, name: person.email },
    detail: { change: { ...change, ...said }, before: { name: person.name, roles: person.roles, active: person.active, ...(directory.email === undefined ? {} : { email: person.email }) }, pendingRoles: pending },
  })
  return { pendingRoles: pending }
}

/** Applies wished roles. Who comes back holds guarded roles again only by the same rule by which they are given. */
async function changeRoles(tx: Tx, ctx: Ctx, actor: Actor, person: PersonRow, change: PersonChange, data: Prisma.PersonUncheckedUpdateInput): Promise<Role[]> {
  const returns = change.active === true && !person.active
  if (change.roles === undefined && !returns) return []
  const before = returns ? person.roles.filter((role) => !GUARDED_ROLES.includes(role)) : person.roles
  const settled = await settleRoles(tx, ctx, actor, { personId: person.id, isNew: false, before, wanted: change.roles ?? person.roles })
  data.roles = settled.roles
  return settled.pending
}

async function newManager(tx: Tx, person: PersonRow, email: string | null): Promise<string | null> {
  if (email === null) return null
  if (email === person.email) throw invalid('managerEmail', 'nobody manages themselves')
  return managerOf(tx, email, person.managerId)
}

async function setActive(tx: Tx, ctx: Ctx, actor: Actor, person: PersonRow, active: boolean, data: Prisma.PersonUncheckedUpdateInput): Promise<void> {
  if (!active) {
    if (actor.behind.includes(person.id)) throw new AppError('forbidden', 'Nobody deactivates themselves. Nothing was changed.')
    await refuseLastHolder(tx, person.id, ctx.now)
    await endCredentials(tx, ctx, actor, person.id)
  }
  data.active = active
  data.leftAt = active ? null : ctx.now
  await noteState(tx, ctx, 'person', person.id, active ? 'active' : 'inactive')
}

/** Binds what is new, releases what is left out, and says which names reach into the past. */
async function changeNames(tx: Tx, ctx: Ctx, person: PersonRow, change: PersonChange, email: string | undefined): Promise<ReevaluationScope> {
  const added: string[] = []
  if (email !== undefined && email !== person.email) {
    await releaseNames(tx, ctx, 'person', person.id, { names: [person.email], origins: ['email'] })
    await bindNames(tx, ctx, 'person', person.id, [{ name: email, origin: 'email' }])
    added.push(email)
  }
  if (change.aliases !== undefined) {
    const wanted = change.aliases.map(canonicalHumanName)
    const current = await tx.nameBinding.findMany({ where: { holderKind: 'person', holderId: person.id, origin: 'alias', validTo: null } })
    const gone = current.map((one) => one.name).filter((name) => !wanted.includes(name))
    const fresh = wanted.filter((name) => !current.some((one) => one.name === name))
    if (gone.length > 0) await releaseNames(tx, ctx, 'person', person.id, { names: gone, origins: ['alias'] })
    await bindNames(tx, ctx, 'person', person.id, fresh.map((name) => ({ name, origin: 'alias' })))
    added.push(...fresh)
  }
  if (change.identities !== undefined) {
    const wanted = new Map(change.identities.map((one) => [oidcName(one.issuer, one.subject), one]))
    const gone = person.identities.filter((one) => !wanted.has(oidcName(one.issuer, one.subject)))
    const fresh = [...wanted].filter(([name]) => !person.identities.some((one) => oidcName(one.issuer, one.subject) === name))
    if (gone.length > 0) {
      await tx.personIdentity.deleteMany({ where: { id: { in: gone.map((one) => one.id) } } })
      await releaseNames(tx, ctx, 'person', person.id, { names: gone.map((one) => oidcName(one.issuer, one.subject)) })
    }
    for (const [, identity] of fresh) await tx.personIdentity.create({ data: { id: ctx.id('identity'), personId: person.id, ...identity } })
    await bindNames(tx, ctx, 'person', person.id, fresh.map(([name]) => ({ name, origin: 'identity' })))
    added.push(...fresh.map(([name]) => name))
  }
  return { humanNames: added }
}
