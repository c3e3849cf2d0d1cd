import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CaseView } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { lockVisible, requireStand, subjectOf } from './load'
import { recordCase, updateCase, wake } from './write'

/** What an emergency was about, afterwards. Said once; a later word takes its place, and the trail keeps both. */
export async function explainCase(ctx: Ctx, actor: Actor, id: string, text: string): Promise<CaseView> {
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'explain')
    requireStand(actor, 'offboarding.run', await subjectOf(tx, row), row.ownerId)
    if (!row.emergency) throw new AppError('conflict', 'Only an emergency is explained afterwards; this one says its reason already. Nothing was changed.')
    await updateCase(tx, now, id, { explanation: text, explainedBy: actor.id, explainedAt: now.now })
    await wake(tx)
    const view = await readCase(actor, id, now.now, tx)
    await recordCase(tx, now, actor, 'explained', row, { text, before: row.explanation })
    return view
  })
}
