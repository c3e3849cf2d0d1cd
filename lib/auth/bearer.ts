import type { Ctx } from '@/lib/context'
import { db } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { Route } from '@/lib/boundary/route'
import { type Actor, require } from './actor'
import { tokenActor } from './build-actor'
import { SCIM_SCOPE } from './permissions'
import { isAnyFrozen } from './frozen'
import { hashSecret, parseToken } from './token-format'

const MINUTE = 60_000

function refuse(detail: string): AppError {
  return new AppError('unauthenticated', `${detail} Nothing was changed.`)
}

/** The actor of a request's bearer token, read from the database each time, so that a revoked token is out at once. */
export async function authenticate(request: Request, ctx: Ctx): Promise<Actor> {
  const header = request.headers.get('authorization')
  if (header === null) throw refuse('Send an API token: Authorization: Bearer bwk_….')
  const value = /^Bearer +(\S+)$/i.exec(header)?.[1]
  if (value === undefined || parseToken(value) === null) throw refuse('The token is not one of ours: it is mistyped or cut off.')
  const token = await db().apiToken.findUnique({ where: { hash: hashSecret(value) }, include: { owner: { select: { roles: true, active: true } } } })
  if (token === null) throw refuse('The token is unknown.')
  if (token.revokedAt !== null) throw refuse('The token was revoked.')
  if (token.expiresAt <= ctx.now) throw refuse('The token has expired.')
  if (!token.owner.active) throw refuse('The owner of the token has left.')
  if (await isAnyFrozen([token.ownerId, token.createdBy], ctx.now)) throw refuse('The owner or maker of the token is frozen: they are being offboarded.')
  if (token.lastUsedAt === null || ctx.now.getTime() - token.lastUsedAt.getTime() > MINUTE) {
    // Asked again in the statement: of many requests at once only one writes.
    const stale = new Date(ctx.now.getTime() - MINUTE)
    await db().apiToken.updateMany({ where: { id: token.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: stale } }] }, data: { lastUsedAt: ctx.now } })
  }
  return tokenActor(token, ctx.now)
}

/** May this actor use a route at all? Throws `forbidden`; what is its own is asked by the command or query. */
export function authorise(actor: Actor, access: Exclude<Route['access'], { public: true }>): void {
  if ('ingest' in access) {
    if (ingestSources(actor).length === 0) throw new AppError('forbidden', 'This token may not ingest: it has no ingest:<source> scope. Nothing was stored.')
    return
  }
  if ('provision' in access) {
    if (actor.scopes === null || !actor.scopes.includes(SCIM_SCOPE)) throw new AppError('forbidden', 'Only a token with the scope scim, whose owner is an active administrator, may provision. Nothing was changed.')
    return
  }
  if (actor.scopes !== null && !actor.scopes.includes(access.scope)) throw new AppError('forbidden', `This token has not the scope ${access.scope}. Nothing was changed.`)
  if (access.permission !== null) require(actor, access.permission)
}

/** The sources an actor may ingest for; `*` = any. */
export function ingestSources(actor: Actor): string[] {
  return (actor.scopes ?? []).filter((scope) => scope.startsWith('ingest:')).map((scope) => scope.slice('ingest:'.length))
}
