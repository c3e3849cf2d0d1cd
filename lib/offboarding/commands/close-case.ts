import { type Actor, require, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { closedMessages } from '@/lib/offboarding/messages'
import type { CaseView } from '@/lib/offboarding/model'
import { readCase } from '@/lib/offboarding/queries/cases'
import { interestedIn } from '@/lib/offboarding/queries/subjects'
import { signingRefusal } from '@/lib/offboarding/rights'
import { retireServerIn } from '@/lib/registry/commands/note-move'
import { record } from '@/lib/trail/record'
import type { Rest } from './freeze-case'
import { type CaseRecord, lockVisible } from './load'
import { newsOf, recordCase, updateCase, wake } from './write'

/** Closes a watched case without its proof, on a security reviewer's name: never one who owned the subject. */
export async function signCase(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<CaseView> {
  if (require(actor, 'offboarding.sign') !== 'all') throw new AppError('forbidden', 'A case is closed without proof by a security reviewer. Nothing was changed.')
  return transaction(async (tx) => {
    const { row, ctx: now } = await lockVisible(tx, ctx, actor, id, 'sign')
    const refusal = signingRefusal(actor, await interestedIn(row.id, tx))
    if (refusal !== null) throw new AppError('forbidden', `${refusal} Nothing was changed.`)
    if (row.emergency && row.explanation === null) throw new AppError('conflict', 'The emergency is still to be explained. Nothing was changed.')
    const rest = await closeIn(tx, now, actor, row, 'exception', reason)
    const view = await readCase(actor, id, now.now, tx)
    await rest()
    return view
  })
}

/**
 * Closes a case in the caller's transaction, which holds its lock and has asked whether it may: a server retires with it. The freeze stays
 * in force: what is over does not act. Answers what is left to write into the trail.
 */
export async function closeIn(tx: Tx, ctx: Ctx, actor: Actor, row: CaseRecord, as: 'silent' | 'exception', why: string): Promise<Rest> {
  const retired = row.subjectKind === 'server' ? await retireServerIn(tx, ctx, SYSTEM, row.subjectId) : null
  await updateCase(tx, ctx, row.id, { stage: 'closed', closedAt: ctx.now, closedBy: actor.id, closedAs: as, closeReason: why })
  const opener = row.openedBy.startsWith('per_') ? row.openedBy : null
  await enqueue(tx, ctx, closedMessages(newsOf(row, actor), as, why, [row.ownerId, opener], [...actor.behind, row.subjectId], row.reopened))
  await wake(tx)
  return async () => {
    if (retired !== null) await record(tx, ctx, { actor: SYSTEM, action: 'server.moved', object: { kind: 'server', id: row.subjectId, name: retired.slug }, detail: { from: 'offboarding', to: 'retired', reason: why, offboarding: row.id } })
    await recordCase(tx, ctx, actor, 'closed', row, { as, reason: why, verdict: row.verdict })
  }
}
