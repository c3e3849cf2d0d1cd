import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import type { Role } from '@/lib/people/model'
import { record } from '@/lib/trail/record'
import { SCIM_SCOPE } from '@/lib/auth/permissions'
import { newToken } from '@/lib/auth/secrets'
import { hashSecret } from '@/lib/auth/token-format'

export type NewToken = { name: string; roles: Role[]; scopes: string[]; expiresAt: Date; ownerEmail?: string }
export type MintedToken = { id: string; token: string; expiresAt: Date }

const YEAR = 366 * 86_400_000

/** Makes a token's row and returns its value, which is nowhere else. The caller records it in the trail. */
export async function mintToken(tx: Tx, ctx: Ctx, input: { name: string; ownerId: string; createdBy: string; roles: readonly Role[]; scopes: readonly string[]; expiresAt: Date; bootstrap?: boolean; value?: string }): Promise<MintedToken> {
  const id = ctx.id('token')
  const token = input.value ?? newToken()
  await tx.apiToken.create({
    data: {
      id, name: input.name, ownerId: input.ownerId, createdBy: input.createdBy, roles: [...input.roles], scopes: [...input.scopes],
      hash: hashSecret(token), bootstrap: input.bootstrap ?? false, createdAt: ctx.now, expiresAt: input.expiresAt,
    },
  })
  return { id, token, expiresAt: input.expiresAt }
}

/**
 * Who will stand behind a token besides its owner. Everybody behind the maker must still be named, or a chain of tokens would wash
 * away who began it and one person could be two.
 */
function makerOf(actor: Actor, ownerId: string): string {
  const others = actor.behind.filter((id) => id !== ownerId)
  if (others.length > 1) throw new AppError('forbidden', 'A token that one person made in the name of another makes none for a third. Nothing was changed; sign in yourself.', { errors: [{ path: 'ownerEmail', message: 'only its own owner or maker' }] })
  return others[0] ?? ownerId
}

/** A token has at most the scopes of the token it is made with. */
function assertScopes(actor: Actor, scopes: readonly string[]): void {
  const held = actor.scopes
  if (held === null) return
  // The start token does what the first administrator may, and that one may let a directory in.
  const beyond = scopes.filter((scope) => !held.includes(scope) && !(scope.startsWith('ingest:') && held.includes('ingest:*')) && !(scope === SCIM_SCOPE && actor.bootstrap))
  if (beyond.length > 0) throw new AppError('forbidden', `A token gives at most the scopes it has; this one has not ${beyond.join(', ')}. Nothing was changed.`, { errors: [{ path: 'scopes', message: `this token has not ${beyond.join(', ')}` }] })
}

/** A directory's token stands alone: it gives no roles and reads nothing else, and one administrator answers for what waits for consent. */
function assertProvisioning(actor: Actor, input: NewToken): void {
  if (!input.scopes.includes(SCIM_SCOPE)) return
  if (input.scopes.length > 1) throw invalid('scopes', 'a token that provisions does nothing else: give scim alone')
  if (input.roles.length > 0) throw invalid('roles', 'a token that provisions has no roles')
  if (!actor.roles.includes('admin')) throw new AppError('forbidden', 'Only an administrator makes a token that provisions. Nothing was changed.')
}

/** A token for machines: at most its creator's roles and scopes, an end within a year, scopes that name what it is for. */
export async function createToken(actor: Actor, ctx: Ctx, input: NewToken): Promise<MintedToken> {
  require(actor, 'token.manage')
  if (input.expiresAt <= ctx.now) throw invalid('expiresAt', 'lies in the past')
  if (input.expiresAt.getTime() > ctx.now.getTime() + YEAR) throw invalid('expiresAt', 'is more than a year away')
  const beyond = input.roles.filter((role) => !actor.roles.includes(role))
  if (beyond.length > 0) throw new AppError('forbidden', `A token has at most its creator's roles; you do not have ${beyond.join(', ')}. Nothing was changed.`, { errors: [{ path: 'roles', message: `you do not have ${beyond.join(', ')}` }] })
  assertScopes(actor, input.scopes)
  assertProvisioning(actor, input)
  return transaction(async (tx) => {
    const owner = await tx.person.findFirst({ where: input.ownerEmail === undefined ? { id: actor.personId ?? '' } : { email: input.ownerEmail } })
    if (owner === null || !owner.active) throw invalid('ownerEmail', 'nobody active has this e-mail')
    const lacking = input.roles.filter((role) => !owner.roles.includes(role) && role !== 'owner')
    if (lacking.length > 0) throw invalid('roles', `its owner does not have ${lacking.join(', ')}`)
    if (input.scopes.includes(SCIM_SCOPE) && owner.id !== actor.personId) throw invalid('ownerEmail', 'whoever makes a token that provisions owns it')
    const minted = await mintToken(tx, ctx, { ...input, ownerId: owner.id, createdBy: makerOf(actor, owner.id) })
    await record(tx, ctx, {
      actor, action: 'token.created', object: { kind: 'token', id: minted.id, name: input.name },
      detail: { owner: owner.email, roles: input.roles, scopes: input.scopes, expiresAt: input.expiresAt.toISOString() },
    })
    return minted
  })
}

/** Ends a token now. Administrators end any, everybody else their own. */
export async function revokeToken(actor: Actor, ctx: Ctx, id: string): Promise<void> {
  await transaction(async (tx) => {
    const token = await tx.apiToken.findUnique({ where: { id } })
    if (token === null || (token.ownerId !== actor.personId && !actor.roles.includes('admin'))) throw notFound('token')
    if (token.revokedAt !== null) return
    await tx.apiToken.update({ where: { id }, data: { revokedAt: ctx.now } })
    await record(tx, ctx, { actor, action: 'token.revoked', object: { kind: 'token', id, name: token.name } })
  })
}
