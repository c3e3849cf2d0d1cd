import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'

type Held = { id: string; target: string }

/** What tells one review's hold from another's: two campaigns may rest the same grant. */
export type ReviewHold = { openedAt: Date; reason: string }

/** Lets these grants rest from now on by a hold of cause `review`, in the caller's transaction, which has locked them. Declares and records. */
export async function openReviewHolds(tx: Tx, ctx: Ctx, actor: Actor, grants: readonly Held[], reason: string): Promise<void> {
  await tx.grantHold.createMany({ data: grants.map((grant) => ({ id: ctx.id('hold'), grantId: grant.id, cause: 'review', toolName: null, reason, openedBy: actor.id, openedAt: ctx.now })) })
  await declare(tx, ctx, actor, { reason: `grants suspended: ${reason}` })
  for (const { id, target } of grants) await record(tx, ctx, { actor, action: 'grant.suspended', object: { kind: 'grant', id, name: target }, detail: { cause: 'review', reason, target } })
}

/**
 * Ends that hold on these grants, and on what came in place of them while it was open, in the caller's transaction. Answers how many
 * there were; none is no fault. Declares and records.
 */
export async function closeReviewHolds(tx: Tx, ctx: Ctx, actor: Actor, grantIds: readonly string[], hold: ReviewHold, reason: string): Promise<number> {
  const found = await tx.$queryRaw<{ id: string; grant_id: string; target: string }[]>`
    WITH RECURSIVE line AS (SELECT id FROM "grant" WHERE id = ANY(${[...grantIds]}) UNION SELECT g.id FROM "grant" g JOIN line ON g.narrows_id = line.id)
    SELECT h.id, h.grant_id, g.target FROM grant_hold h JOIN line ON line.id = h.grant_id JOIN "grant" g ON g.id = h.grant_id
    WHERE h.cause = 'review' AND h.closed_at IS NULL AND h.opened_at = ${hold.openedAt} AND h.reason = ${hold.reason} ORDER BY h.grant_id`
  if (found.length === 0) return 0
  await tx.grantHold.updateMany({ where: { id: { in: found.map((one) => one.id) } }, data: { closedAt: ctx.now, closedBy: actor.id, closeReason: reason } })
  await declare(tx, ctx, actor, { reason: `grants resumed: ${reason}` })
  for (const one of found) await record(tx, ctx, { actor, action: 'grant.resumed', object: { kind: 'grant', id: one.grant_id, name: one.target }, detail: { cause: 'review', reason, target: one.target } })
  return found.length
}
