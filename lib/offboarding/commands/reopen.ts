import { apart } from '@/lib/apart'
import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { enqueue } from '@/lib/notify/enqueue'
import { answerableFor, releasedNames } from '@/lib/offboarding/queries/calls'
import { caseNames } from '@/lib/offboarding/queries/case-names'
import { peopleToTell } from '@/lib/offboarding/queries/case-people'
import { changedSinceClosed, heardCount, isHeardLate } from '@/lib/offboarding/queries/late'
import { subjectOf, watchFacts } from '@/lib/offboarding/queries/watch-facts'
import { silenceOf } from '@/lib/offboarding/silence'
import { reopenedMessages } from '@/lib/offboarding/watch-messages'
import { type CaseRecord, lockCase } from './load'
import { newsOf, recordCase, updateCase } from './write'

/** Opens closed cases again of which something came to light that nobody knew of; returns how many. One case's error stops no other. */
export async function reopenHeard(newCtx: () => Ctx, caseId: string | null = null): Promise<number> {
  const { attempt, end } = apart()
  for (const { id } of await changedSinceClosed(newCtx().now, caseId)) await attempt(() => reopenOne(newCtx(), id))
  return end((failed) => `${failed} closed offboardings could not be looked at.`)
}

async function reopenOne(asked: Ctx, id: string): Promise<boolean> {
  return transaction(async (tx) => {
    const locked = await lockCase(tx, asked, id)
    if (locked === null || locked.row.stage !== 'closed') return false
    const { row, ctx } = locked
    if (await wasHeardLate(row)) {
      await reopen(tx, ctx, row)
      return true
    }
    // What the roll-up says otherwise is nothing that came late: of it that was known, or that was judged again.
    await tx.offboardingCase.update({ where: { id }, data: { heardAtClose: await heardCount(id) } })
    return false
  })
}

async function wasHeardLate(row: CaseRecord): Promise<boolean> {
  const { revokedAt, closedAt } = row
  if (revokedAt === null || closedAt === null) return false
  return isHeardLate(subjectOf(row), { revokedAt, closedAt, silentFrom: row.closedAs === 'silent' ? row.watchFrom : null }, await releasedNames(subjectOf(row), revokedAt))
}

/** A server that is retired stays so: only the watch begins anew, from now on. */
async function reopen(tx: Tx, ctx: Ctx, row: CaseRecord): Promise<void> {
  const open: CaseRecord = { ...row, stage: 'watch', reopened: row.reopened + 1, reopenedAt: ctx.now, watchFrom: ctx.now, closedAt: null, closedAs: null }
  const found = silenceOf(await watchFacts(open, ctx.now))
  await tx.offboardingLine.updateMany({ where: { caseId: row.id, action: 'watch', state: 'proven' }, data: { state: 'open', proof: null, provenAt: null, lookedAt: ctx.now } })
  await updateCase(tx, ctx, row.id, {
    stage: 'watch', reopened: { increment: 1 }, reopenedAt: ctx.now, watchFrom: new Date(found.from), closedAt: null, closedBy: null, closedAs: null, closeReason: null, heardAtClose: null, verdict: found.verdict, verdictDetail: found, lookedAt: ctx.now,
  })
  const signer = row.closedAs === 'exception' ? row.closedBy : null
  const people = await peopleToTell(tx, row, [signer, ...(await answerableFor(subjectOf(row), row.revokedAt ?? ctx.now))])
  await enqueue(tx, ctx, reopenedMessages(newsOf(row, SYSTEM), found, signer === null ? null : (await caseNames([signer], tx))(signer), people, row.reopened + 1))
  await recordCase(tx, ctx, SYSTEM, 'reopened', row, { closedAt: row.closedAt?.toISOString() ?? null, closedAs: row.closedAs, closedBy: row.closedBy, calls: found.calls, refused: found.refused, lastAt: found.lastAt, callers: found.callers.map((one) => one.name), text: found.text })
}
