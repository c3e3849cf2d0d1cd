import type { Ctx } from '@/lib/context'
import { db, type Tx, transaction } from '@/lib/db/client'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { record } from '@/lib/trail/record'
import { SYSTEM } from '@/lib/auth/actor'
import { FROZEN, isAnyFrozen } from '@/lib/auth/frozen'
import { passwordFits } from '@/lib/auth/passwords'
import { countAttempt, forgetAttempts } from '@/lib/auth/rate-limit'
import { passwordsFor } from '@/lib/auth/sign-on/passwords'
import { SIGN_ON_PROBLEMS } from '@/lib/auth/sign-on/problems'
import { useLink } from './links'

/** Where a sign-in comes from, for the rate limit and the list of sessions. */
export type Visit = { address: string; userAgent: string | null }

const HOUR = 3_600_000

/** Opens a session for a person; the cookie will name its id. Refused while they are frozen: whoever signs in has proven by now who they are. */
export async function openSession(tx: Tx, ctx: Ctx, person: { id: string; name: string; email: string }, method: string, visit: Visit, provider?: { issuer: string; providerSid: string | null; idToken: string | null }): Promise<string> {
  // Locked, so that a freeze comes before it or sees it.
  await tx.$queryRaw`SELECT id FROM person WHERE id = ${person.id} FOR SHARE`
  if (await isAnyFrozen([person.id], ctx.now, tx)) throw new AppError('unauthenticated', FROZEN)
  const id = ctx.id('session')
  await tx.session.create({
    data: { id, personId: person.id, createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + env().sessionAbsoluteHours * HOUR), method, ip: visit.address, userAgent: visit.userAgent?.slice(0, 300) ?? null, ...provider },
  })
  await record(tx, ctx, { actor: { ...SYSTEM, kind: 'person', id: person.id, name: person.name, personId: person.id }, action: 'session.opened', object: { kind: 'person', id: person.id, name: person.email }, detail: { method, ...(provider === undefined ? {} : { issuer: provider.issuer }) } })
  return id
}

/** Signs in with e-mail and password; the answer does not tell which of them was wrong. Returns the session's id. */
export async function signInWithPassword(ctx: Ctx, input: { email: string; password: string }, visit: Visit): Promise<string> {
  const email = input.email.trim().toLowerCase()
  await countAttempt(email, visit.address)
  const person = await db().person.findUnique({ where: { email } })
  const fits = await passwordFits(person?.passwordHash ?? null, input.password)
  if (person === null || !fits || !person.active) throw new AppError('unauthenticated', 'E-mail and password do not fit together, or the account is not active.')
  if (!(await passwordsFor(person.roles))) throw new AppError('unauthenticated', SIGN_ON_PROBLEMS.passwords_off)
  await forgetAttempts(email)
  return transaction((tx) => openSession(tx, ctx, person, 'password', visit))
}

/** Signs in with a link that works once. */
export async function signInWithLink(ctx: Ctx, link: string, visit: Visit): Promise<string> {
  await countAttempt(null, visit.address)
  return transaction(async (tx) => {
    const { personId } = await useLink(tx, ctx, 'sign_in', link)
    const person = personId === null ? null : await tx.person.findUnique({ where: { id: personId } })
    if (person === null || !person.active) throw new AppError('gone', 'The person this link was made for is not active any more.')
    return openSession(tx, ctx, person, 'one-time link', visit)
  })
}

/** Opens the session of the administrator who has just been made. */
export async function signInAfterSetUp(ctx: Ctx, personId: string, visit: Visit): Promise<string> {
  const person = await db().person.findUniqueOrThrow({ where: { id: personId } })
  return transaction((tx) => openSession(tx, ctx, person, 'set-up link', visit))
}
