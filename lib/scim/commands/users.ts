import type { Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { changePersonIn, type DirectoryChange } from '@/lib/people/commands/change-person'
import { keepOnPerson } from '@/lib/people/commands/directory-part'
import { registerPersonIn } from '@/lib/people/commands/register-person'
import type { PersonChange } from '@/lib/people/model'
import { GUARDED_ROLES } from '@/lib/people/roles'
import { readResource } from '@/lib/scim/canonical'
import { type Doc, isDeleted, refusal } from '@/lib/scim/model'
import { applyPatch, type Operation } from '@/lib/scim/patch'
import { findUser, idOfUserName, loadUser, userAnswer } from '@/lib/scim/queries/users'
import { changedNames, readUser, userDoc, type UserFacts, type UserWish } from '@/lib/scim/user'
import { record } from '@/lib/trail/record'
import { giveGroupRoles } from './group-roles'
import { assertVersion, inNobodysName, keptJson, type Provisioning, provisioning, wakeOffboarding } from './provisioning'

/**
 * Makes a person, as a member; or brings back whom the directory had deleted. Who is here is never taken over by this: a directory finds
 * them by a filter and changes them (RFC 7644, 3.3: 409 uniqueness).
 */
export async function createUser(by: Provisioning, body: Doc): Promise<Doc> {
  const wish = readUser(readResource('User', body))
  return provisioning(async (tx) => {
    const named = await idOfUserName(tx, wish.userName)
    const here = named.find((one) => !one.deleted)
    if (here !== undefined) throw refusal('uniqueness', `Somebody with the userName ${wish.userName} is here already: find them by a filter and change them. Nothing was changed.`)
    const holder = await tx.person.findUnique({ where: { email: wish.email }, select: { id: true } })
    const gone = [named[0]?.id, holder?.id].filter((id) => id !== undefined)
    for (const id of gone) {
      const person = await loadUser(tx, id)
      if (person !== null && isDeleted(person.kept)) return settle(tx, by, person, { ...wish, active: wish.active ?? true }, 'scim.user_returned')
    }
    await assertFree(tx, null, wish)
    const { actor, ctx } = by
    const { id } = await registerPersonIn(tx, ctx, actor, { email: wish.email, name: wish.name, roles: ['member'], teams: [], identities: [], aliases: [] }, { managerId: wish.managerId, externalId: wish.externalId, scim: keptJson(ctx, wish.doc) })
    if (wish.active === false) await changePersonIn(tx, ctx, inNobodysName(actor), id, { active: false })
    await record(tx, ctx, { actor, action: 'scim.user_created', object: { kind: 'person', id, name: wish.email }, detail: { userName: wish.userName, externalId: wish.externalId, active: wish.active ?? true } })
    return answer(tx, by, id)
  })
}

/** Puts a whole resource in the place of the one that is there; what is not named is unassigned (RFC 7644, 3.5.1). */
export async function replaceUser(by: Provisioning, id: string, body: Doc, ifMatch: string | null): Promise<Doc> {
  const wish = readUser(readResource('User', body))
  return provisioning(async (tx) => settle(tx, by, await present(tx, by, id, ifMatch), wish))
}

export async function patchUser(by: Provisioning, id: string, operations: readonly Operation[], ifMatch: string | null): Promise<Doc> {
  return provisioning(async (tx) => {
    const person = await present(tx, by, id, ifMatch)
    return settle(tx, by, person, readUser(applyPatch('User', userDoc(person), operations)))
  })
}

/** Deleted at the directory = has left: deactivated here, gone for SCIM, and on record for good. */
export async function deleteUser(by: Provisioning, id: string, ifMatch: string | null): Promise<void> {
  await provisioning(async (tx) => {
    const { actor, ctx } = by
    const person = await present(tx, by, id, ifMatch)
    const part = { externalId: null, scim: keptJson(ctx, readUser(userDoc(person)).doc, { deleted: true }) }
    if (person.active) await changePersonIn(tx, ctx, inNobodysName(actor), id, { active: false }, part)
    else await keepOnPerson(tx, ctx, id, part)
    await wakeOffboarding(tx, id)
    await record(tx, ctx, { actor, action: 'scim.user_deleted', object: { kind: 'person', id, name: person.email }, detail: { externalId: person.externalId } })
  })
}

async function present(tx: Tx, by: Provisioning, id: string, ifMatch: string | null): Promise<UserFacts> {
  const person = await findUser(tx, id)
  if (person === null) throw notFound('user')
  assertVersion(userAnswer(person, by.base), ifMatch)
  return person
}

async function answer(tx: Tx, by: Provisioning, id: string): Promise<Doc> {
  const person = await findUser(tx, id)
  if (person === null) throw notFound('user')
  return userAnswer(person, by.base)
}

/** Refuses what somebody else has, and a manager whom nobody knows. */
async function assertFree(tx: Tx, id: string | null, wish: UserWish): Promise<void> {
  const others = (await idOfUserName(tx, wish.userName)).filter((one) => one.id !== id && !one.deleted)
  if (others.length > 0) throw refusal('uniqueness', `Somebody else has the userName ${wish.userName}. Nothing was changed.`)
  const taken = await tx.person.findFirst({ where: { email: wish.email, id: { not: id ?? '' } }, select: { id: true } })
  if (taken !== null) throw refusal('uniqueness', `Somebody else has the e-mail address ${wish.email}: find them by a filter on emails.value and change them. Nothing was changed.`)
  const known = wish.externalId === null ? null : await tx.person.findFirst({ where: { externalId: wish.externalId, id: { not: id ?? '' } }, select: { id: true } })
  if (known !== null) throw refusal('uniqueness', 'Somebody else has this externalId. Nothing was changed.')
  if (wish.managerId === null) return
  if (wish.managerId === id) throw refusal('invalidValue', 'Nobody manages themselves. Nothing was changed.')
  if ((await findUser(tx, wish.managerId)) === null) throw refusal('invalidValue', `The manager ${wish.managerId} is nobody here. Nothing was changed.`)
}

/**
 * A sign-on finds people by their address, so whoever could move an administrator's could be one: it does not move while they hold a guarded
 * role. That they are to leave counts all the same.
 */
async function addressFor(tx: Tx, person: UserFacts, wish: UserWish): Promise<string> {
  if (wish.email === person.email) return person.email
  const { roles } = await tx.person.findUniqueOrThrow({ where: { id: person.id }, select: { roles: true } })
  if (!roles.some((role) => GUARDED_ROLES.includes(role))) return wish.email
  if (wish.active === false) return person.email
  throw new AppError('forbidden', 'The address of an administrator or security reviewer does not change by a directory. Nothing was changed; take the role away first.')
}

/** Makes a person what the directory wants. What is the same already writes nothing. */
async function settle(tx: Tx, by: Provisioning, person: UserFacts, wish: UserWish, action?: string): Promise<Doc> {
  const { actor, ctx } = by
  await assertFree(tx, person.id, wish)
  const active = wish.active ?? person.active
  const change: PersonChange = { ...(wish.name === person.name ? {} : { name: wish.name }), ...(active === person.active ? {} : { active }) }
  const part = { externalId: wish.externalId, scim: keptJson(ctx, wish.doc) }
  const email = await addressFor(tx, person, wish)
  const directory: DirectoryChange = { ...(email === person.email ? {} : { email }), ...(wish.managerId === (person.manager?.id ?? null) ? {} : { managerId: wish.managerId }) }
  const attributes = changedNames(person.kept?.doc ?? {}, wish.doc)
  const kept = attributes.length > 0 || wish.externalId !== person.externalId || person.kept === null || person.kept.deletedAt !== null
  if (Object.keys(change).length + Object.keys(directory).length > 0) await changePersonIn(tx, ctx, change.active === false ? inNobodysName(actor) : actor, person.id, change, { ...directory, ...part })
  else if (kept) await keepOnPerson(tx, ctx, person.id, part)
  else return userAnswer(person, by.base)
  if (change.active === false) await wakeOffboarding(tx, person.id)
  if (change.active === true) await giveGroupRoles(tx, by, [person.id], [])
  if (kept) await record(tx, ctx, { actor, action: action ?? (person.kept === null ? 'scim.user_adopted' : 'scim.user_changed'), object: { kind: 'person', id: person.id, name: wish.email }, detail: { userName: wish.userName, externalId: wish.externalId, attributes } })
  return answer(tx, by, person.id)
}
