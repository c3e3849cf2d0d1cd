import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { DECLARATIONS_LOCK } from '@/lib/names/lock'
import { enqueue } from '@/lib/notify/enqueue'
import { closedMessages } from '@/lib/offboarding/messages'
import type { SilenceVerdict } from '@/lib/offboarding/model'
import { heardSince, releasedNames } from '@/lib/offboarding/queries/calls'
import { peopleToTell } from '@/lib/offboarding/queries/case-people'
import { heardCount, readIn } from '@/lib/offboarding/queries/late'
import { subjectOf } from '@/lib/offboarding/queries/watch-facts'
import { closeIn } from './close-case'
import type { CaseRecord } from './load'
import { newsOf, updateCase } from './write'

/**
 * Closes a watched case on its proof, in the caller's transaction, which holds the case's lock: a server retires and gives its identity
 * free. Whatever comes in is shut out meanwhile and counted once more, so that nothing slips between the proof and the end; answers false,
 * and changes nothing, where something did.
 */
export async function closeSilent(tx: Tx, ctx: Ctx, row: CaseRecord, found: SilenceVerdict): Promise<(() => Promise<void>) | null> {
  const subject = subjectOf(row)
  if (subject.kind === 'server') await tx.$queryRaw`SELECT id FROM server WHERE id = ${subject.id} FOR UPDATE`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${DECLARATIONS_LOCK})`
  const read = readIn(tx)
  const revokedAt = row.revokedAt ?? ctx.now
  const heard = await heardSince(subject, revokedAt, await releasedNames(subject, revokedAt, read), read)
  if (heard.reduce((sum, one) => sum + one.executed + one.refused, 0) !== found.calls) return null
  // Whatever is proven by the silence is proven now.
  await tx.offboardingLine.updateMany({ where: { caseId: row.id, action: 'watch', state: { in: ['open', 'done'] } }, data: { state: 'proven', proof: found.text, provenAt: ctx.now, lookedAt: ctx.now } })
  const proven = { verdict: found.verdict, verdictDetail: found, lookedAt: ctx.now, heardAtClose: await heardCount(row.id, read) }
  await updateCase(tx, ctx, row.id, proven)
  const rest = await closeIn(tx, ctx, SYSTEM, { ...row, ...proven }, 'silent', found.text)
  // Those who own it now are told too; whoever was told already is not told again.
  await enqueue(tx, ctx, closedMessages(newsOf(row, SYSTEM), 'silent', found.text, await peopleToTell(tx, row), [], row.reopened))
  return rest
}
