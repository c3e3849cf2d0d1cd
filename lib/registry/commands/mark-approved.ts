import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'

/** Makes a version of a tool the definition that people rely on, by the decision of `by`. The grants' side is the caller's. */
export async function markApproved(tx: Tx, ctx: Ctx, toolId: string, version: { hash: string; number: number }, by: string): Promise<void> {
  await tx.tool.update({ where: { id: toolId }, data: { approvedHash: version.hash, approvedNumber: version.number, approvedAt: ctx.now, approvedBy: by } })
}
