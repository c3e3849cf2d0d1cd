import { hashPassword, passwordFaults } from '@/lib/auth/passwords'
import type { Ctx } from '@/lib/context'
import { db, type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { declare } from '@/lib/names/commands'
import { paths } from '@/lib/paths'
import { insertPerson } from '@/lib/people/commands/register-person'
import { record } from '@/lib/trail/record'
import { SYSTEM } from '@/lib/auth/actor'
import { mintLink, useLink } from './links'

/** Is there anybody who may run the console? */
export async function hasAdmin(): Promise<boolean> {
  return (await db().person.count({ where: { active: true, roles: { has: 'admin' } } })) > 0
}

/** The one-time set-up URL while nobody is administrator; null afterwards. A new one replaces those printed before. */
export async function ensureFirstAccess(ctx: Ctx, options: { baseUrl: string }): Promise<string | null> {
  if (await hasAdmin()) return null
  return options.baseUrl + paths.setUp(await mintLink(ctx, { purpose: 'setup', personId: null, hours: 24 }))
}

/** A URL that signs this person in once, within a day. */
export async function mintSignInUrl(ctx: Ctx, personId: string, baseUrl: string): Promise<string> {
  return baseUrl + paths.oneTime(await mintLink(ctx, { purpose: 'sign_in', personId, hours: 24 }))
}

export type FirstAdmin = { email: string; name: string; password: string }

/** Makes the first administrator, who is security reviewer too until there is a second person. */
export async function insertFirstAdmin(tx: Tx, ctx: Ctx, input: FirstAdmin, how: 'set-up link' | 'headless start'): Promise<string> {
  const faults = passwordFaults(input.password, input.email)
  if (faults.length > 0) throw new AppError('invalid_input', `The password ${faults.join(', ')}. Nothing was changed.`, { errors: faults.map((message) => ({ path: 'password', message })) })
  const id = ctx.id('person')
  const names = await insertPerson(tx, ctx, {
    id, email: input.email, name: input.name, roles: ['admin', 'security_reviewer'], teams: [], identities: [], aliases: [], passwordHash: await hashPassword(input.password),
  })
  await declare(tx, ctx, SYSTEM, { reason: 'the first administrator', reevaluate: { humanNames: names.map((one) => one.name) } })
  await record(tx, ctx, { actor: SYSTEM, action: 'person.first_admin', object: { kind: 'person', id, name: input.email }, detail: { how } })
  return id
}

/** The set-up form's work: uses the link up and makes the first administrator, or changes nothing. */
export async function setUpFirstAdmin(ctx: Ctx, link: string, input: FirstAdmin): Promise<string> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410003)`
    await useLink(tx, ctx, 'setup', link)
    if ((await tx.person.count({ where: { active: true, roles: { has: 'admin' } } })) > 0) throw new AppError('gone', 'This console has an administrator already. Sign in instead.')
    return insertFirstAdmin(tx, ctx, input, 'set-up link')
  })
}
