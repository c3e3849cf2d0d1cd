import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { GrantContent } from '@/lib/grants/import-plan'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'
import { bindNow } from './definitions'

/** A grant to be made from what people approved, or from an emergency that they answer for afterwards. */
export type NewGrant = GrantContent & { origin: 'request' | 'break_glass'; requestId: string; narrowsId?: string | null }
export type MadeGrant = NewGrant & { id: string }

/**
 * Makes grants in the caller's transaction, which holds the server's lock: bound to the tool definitions of now, declared, effective
 * from now at the earliest (`internal` otherwise: nothing approved is dated before its approval). The caller records them
 * (`recordMade`) last.
 */
export async function makeGrants(tx: Tx, ctx: Ctx, actor: Actor, rows: readonly NewGrant[]): Promise<MadeGrant[]> {
  const made = rows.map((row): MadeGrant => ({ ...row, id: ctx.id('grant') }))
  if (made.length === 0) return made
  for (const { validFrom, validUntil } of made) {
    if (validFrom < ctx.now || (validUntil !== null && validUntil <= validFrom)) throw new AppError('internal', 'A grant would have begun before its approval, or ended before it began. Nothing was changed.')
  }
  await tx.grant.createMany({ data: made.map((row) => ({ ...row, narrowsId: row.narrowsId ?? null, createdBy: actor.id, createdAt: ctx.now })) })
  await bindNow(tx, ctx, made.filter((row) => row.targetKind === 'tool').map(({ id, target, serverId }) => ({ id, target, serverId })), 'approval')
  await declare(tx, ctx, actor, { reason: made.length === 1 ? `grant ${made[0]?.id ?? ''} made` : `${made.length} grants made` })
  return made
}

/** The trail's entries for grants made in this transaction. */
export async function recordMade(tx: Tx, ctx: Ctx, actor: Actor, made: readonly MadeGrant[]): Promise<void> {
  for (const { id, requestId, origin, ...content } of made) {
    await record(tx, ctx, { actor, action: 'grant.made', object: { kind: 'grant', id, name: content.target }, detail: { requestId, origin, after: content } })
  }
}
