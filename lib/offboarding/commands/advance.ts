import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { LineState, ResidualAction } from '@/lib/offboarding/model'
import { secretsLeft } from '@/lib/offboarding/sentence'
import type { Rest } from './freeze-case'
import { recordCase, updateCase } from './write'

/**
 * Moves a revoked case on by itself, in the caller's transaction, which holds its lock: when every secret that it knew is another one, gone
 * or signed for, it is `rotated`, and the watch begins at once. Answers what is left to write into the trail; does nothing otherwise.
 */
export async function advanceIn(tx: Tx, ctx: Ctx, actor: Actor, id: string): Promise<Rest> {
  const row = await tx.offboardingCase.findUniqueOrThrow({ where: { id } })
  if (row.stage !== 'revoked' && row.stage !== 'rotated') return async () => {}
  const lines = await tx.offboardingLine.findMany({ where: { caseId: id }, select: { kind: true, state: true, action: true } })
  if (row.stage === 'revoked') {
    if (secretsLeft(lines.map((line) => ({ kind: line.kind, state: line.state as LineState, action: line.action as ResidualAction }))) > 0) return async () => {}
    await updateCase(tx, ctx, id, { stage: 'rotated', rotatedAt: ctx.now, rotatedBy: actor.id })
  }
  await updateCase(tx, ctx, id, { stage: 'watch', watchFrom: ctx.now })
  return async () => {
    if (row.stage === 'revoked') await recordCase(tx, ctx, actor, 'rotated', row, { secrets: lines.filter((line) => line.kind === 'secret').length })
    await recordCase(tx, ctx, actor, 'watching', row, { from: ctx.now.toISOString(), days: row.watchDays })
  }
}
