import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'
import { replaceGrant, type Replacement } from './replace-grant'

type Confirmed = NonNullable<Replacement['confirmed']>

/**
 * Confirms an imported grant that people have approved, in the caller's transaction, which has locked it: it ends at `validUntil` at
 * the latest. `narrower`: they approved less than it admits; then it ends and what they approved comes in its place. Answers the
 * ids of what stands confirmed. The caller records it (`recordConfirmed`) last.
 */
export async function confirmGrant(tx: Tx, ctx: Ctx, actor: Actor, grant: StoredGrant, approved: { requestId: string; validUntil: Date | null; narrower: (Omit<Confirmed, 'requestId'> & Pick<Replacement, 'targets'>) | null }): Promise<string[]> {
  const { requestId, validUntil, narrower } = approved
  let ids = [grant.id]
  if (narrower === null) {
    await tx.grant.update({ where: { id: grant.id }, data: { confirmedAt: ctx.now, validUntil, requestId } })
  } else {
    const { targets, ...caller } = narrower
    ids = await replaceGrant(tx, ctx, actor, grant, { targets, validUntil, reason: `Narrowed at its confirmation by request ${requestId}`, confirmed: { requestId, ...caller } })
  }
  await declare(tx, ctx, actor, { reason: `grant ${grant.id} confirmed` })
  return ids
}

export async function recordConfirmed(tx: Tx, ctx: Ctx, actor: Actor, grant: StoredGrant, detail: { requestId: string; validUntil: Date | null; ids: readonly string[] }): Promise<void> {
  await record(tx, ctx, {
    actor, action: 'grant.confirmed', object: { kind: 'grant', id: grant.id, name: grant.target },
    detail: { requestId: detail.requestId, before: { validUntil: grant.validUntil }, after: { validUntil: detail.validUntil, grants: detail.ids } },
  })
}
