import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'

/** Puts a new password's hash in the place of the one that was looked at; false when that is not there any more, or the person left. */
export async function setPasswordHash(tx: Tx, ctx: Ctx, personId: string, change: { from: string | null; to: string }): Promise<boolean> {
  const changed = await tx.person.updateMany({ where: { id: personId, active: true, passwordHash: change.from }, data: { passwordHash: change.to, updatedAt: ctx.now } })
  return changed.count > 0
}
