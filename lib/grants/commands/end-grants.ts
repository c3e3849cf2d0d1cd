import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'

type Ended = { id: string; target: string }

/**
 * Ends those of the grants of a request that still stand, from now on, in the caller's transaction: what broke the glass without
 * need. Declares; the caller records them (`recordEnded`) last.
 */
export async function endGrantsOf(tx: Tx, ctx: Ctx, actor: Actor, requestId: string, reason: string): Promise<Ended[]> {
  const standing = await tx.$queryRaw<Ended[]>`
    SELECT id, target FROM "grant" WHERE request_id = ${requestId} AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > ${ctx.now}) ORDER BY id FOR UPDATE`
  return endStanding(tx, ctx, actor, standing, reason, `grants of request ${requestId}`)
}

/** The same for these grants, whoever they are of: what a review has decided. Those that are over already are left as they ended. */
export async function endGrants(tx: Tx, ctx: Ctx, actor: Actor, ids: readonly string[], reason: string): Promise<Ended[]> {
  const standing = await tx.$queryRaw<Ended[]>`
    SELECT id, target FROM "grant" WHERE id = ANY(${[...ids]}) AND revoked_at IS NULL AND (valid_until IS NULL OR valid_until > ${ctx.now}) ORDER BY id FOR UPDATE`
  return endStanding(tx, ctx, actor, standing, reason, `grants ${standing.map((grant) => grant.id).join(', ')}`)
}

async function endStanding(tx: Tx, ctx: Ctx, actor: Actor, standing: Ended[], reason: string, what: string): Promise<Ended[]> {
  if (standing.length === 0) return []
  await tx.grant.updateMany({ where: { id: { in: standing.map((grant) => grant.id) } }, data: { revokedAt: ctx.now, revokedBy: actor.id, revokeReason: reason } })
  await declare(tx, ctx, actor, { reason: `${what} revoked: ${reason}` })
  return standing
}

export async function recordEnded(tx: Tx, ctx: Ctx, actor: Actor, ended: readonly Ended[], reason: string): Promise<void> {
  for (const { id, target } of ended) await record(tx, ctx, { actor, action: 'grant.revoked', object: { kind: 'grant', id, name: target }, detail: { reason, target } })
}
