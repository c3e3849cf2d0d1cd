import { type Actor, SYSTEM } from '@/lib/auth/actor'
import { canonicalJson } from '@/lib/canonical-json'
import type { Ctx } from '@/lib/context'
import { NO_JSON, transaction, type Tx } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { openReviewHolds } from '@/lib/grants/commands/review-hold'
import type { Question } from '@/lib/reviews/model'
import { loadRemedyCases, type RemedyCase } from '@/lib/reviews/queries/remedy-facts'
import { nextTryAt, type RemedyStep, remedyStep } from '@/lib/reviews/remedy'
import { applyEndings, becauseOf, holdReason, lockLine, releaseHold } from './end-grants'
import { recordItem, saveRemediated } from './write-remedy'

/** What came of looking at an item: changed, nothing to do now, or somebody else has it in hand. */
export type Looked = 'changed' | 'unchanged' | 'elsewhere'

/**
 * Applies what is due of one item, in a transaction of its own: under the locks of its campaign (shared, so that it does not move on
 * meanwhile), the item and its grants, everything is read and asked again. An item that somebody else holds is left to them. What goes
 * wrong is kept on the item, with the number of tries; nothing of the attempt stays.
 */
export async function remediateItem(newCtx: () => Ctx, id: string, by: { force: boolean } = { force: false }): Promise<Looked> {
  try {
    return await transaction(async (tx) => {
      const [found] = await tx.$queryRaw<{ campaign_id: string }[]>`SELECT campaign_id FROM review_item WHERE id = ${id}`
      if (found === undefined) return 'elsewhere'
      const [campaign] = await tx.$queryRaw<{ state: string }[]>`SELECT state::text AS state FROM review_campaign WHERE id = ${found.campaign_id} FOR SHARE`
      const locked = await tx.$queryRaw<{ grant_id: string | null; state: string }[]>`SELECT grant_id, state::text AS state FROM review_item WHERE id = ${id} AND state IN ('decided', 'error') AND NOT synthetic FOR UPDATE SKIP LOCKED`
      if (locked[0] === undefined || (campaign?.state !== 'remediation' && campaign?.state !== 'confirming')) return 'elsewhere'
      await lockLine(tx, locked[0].grant_id)
      const now = newCtx()
      const [one] = await loadRemedyCases([id], now.now, tx)
      if (one === undefined) return 'elsewhere'
      const ctx = one.item.updatedAt > now.now ? { ...now, now: one.item.updatedAt } : now
      if (!by.force && !isDue(one, ctx.now)) return 'unchanged'
      return (await takeStep(tx, ctx, SYSTEM, one, stepOf(one))) ? 'changed' : 'unchanged'
    })
  } catch (error) {
    return keepError(newCtx(), id, error)
  }
}

/** What failed rests until its next try; everything else is looked at each time. */
export function isDue({ item }: RemedyCase, now: Date): boolean {
  return item.state !== 'error' || nextTryAt(item.remediationTries, item.updatedAt.getTime()) <= now.getTime()
}

/** What is to be done about an item now, whatever it is about. `answered`: a reviewer has answered its question. */
export function stepOf(one: RemedyCase, answered = false): RemedyStep {
  if (one.facts !== null) return remedyStep({ ...one.facts, answered })
  if (one.item.outcome === 'keep' || one.over !== null) return { do: 'nothing' }
  return one.item.remediation === 'manual' ? { do: 'wait' } : { do: 'ticket' }
}

/** Does what the rules said; false = the item is as it was. The order of locks: grants are held already, declarations and trail come last. */
export async function takeStep(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, step: RemedyStep): Promise<boolean> {
  const { item } = one
  switch (step.do) {
    case 'wait': return false
    case 'ask': return save(tx, ctx, one, { question: step.question, remediation: 'open', remediationNote: null })
    case 'ticket': return save(tx, ctx, one, { question: null, remediation: 'manual', remediationNote: one.facts === null ? 'Somebody has to settle who answers for it.' : 'Somebody has to end it; the console sees when it is over.' })
    case 'suspend': {
      const grants = await tx.grant.findMany({ where: { id: { in: [...step.grantIds] } }, select: { id: true, target: true }, orderBy: { id: 'asc' } })
      const endsAt = new Date(step.endsAt)
      await tx.reviewItem.update({ where: { id: item.id }, data: { state: 'decided', remediation: 'open', remediationNote: 'Suspended; it is ended for good unless it is restored.', suspendedAt: ctx.now, endsAt, updatedAt: ctx.now } })
      await openReviewHolds(tx, ctx, actor, grants, holdReason(one))
      await recordItem(tx, ctx, actor, one, 'review.remediated', { how: 'suspended', grants: step.grantIds, endsAt })
      return true
    }
    case 'apply': {
      const replacements = await applyEndings(tx, ctx, actor, step.endings, becauseOf(one))
      await releaseHold(tx, ctx, actor, one, becauseOf(one))
      await saveRemediated(tx, ctx, actor, one, { note: appliedNote(one, replacements.length), how: 'applied', grants: step.endings.map((ending) => ending.grantId), replacements })
      return true
    }
    case 'nothing': {
      await releaseHold(tx, ctx, actor, one, becauseOf(one))
      await saveRemediated(tx, ctx, actor, one, { note: one.over ?? 'Nothing of it goes beyond what was decided.', how: 'over_already', grants: [], replacements: [] })
      return true
    }
  }
}

type Change = { question: Question | null; remediation: 'open' | 'manual'; remediationNote: string | null }

/** Writes what is different; a second look that finds the same writes nothing. */
async function save(tx: Tx, ctx: Ctx, { item }: RemedyCase, change: Change): Promise<boolean> {
  const same = item.state === 'decided' && item.remediation === change.remediation && item.remediationNote === change.remediationNote && canonicalJson(item.question) === canonicalJson(change.question)
  if (same) return false
  await tx.reviewItem.update({ where: { id: item.id }, data: { ...change, question: change.question ?? NO_JSON, state: 'decided', updatedAt: ctx.now } })
  return true
}

function appliedNote({ item, campaign }: RemedyCase, made: number): string {
  const what = item.outcome === 'narrow' ? (made === 0 ? 'Nothing of it was left, so it was revoked' : `Narrowed to ${made === 1 ? 'one grant' : `${made} grants`}`) : item.outcome === 'shorten' ? (made === 0 ? 'Its new end had passed, so it was revoked' : 'Shortened') : 'Revoked'
  return campaign.content.remediation === 'suspend_first' && item.suspendedAt !== null ? `${what} after it was suspended.` : `${what}.`
}

const MOST = 500

async function keepError(ctx: Ctx, id: string, error: unknown): Promise<Looked> {
  const message = isAppError(error) ? [error.message.replace(/ Nothing was changed\.$/, ''), ...error.errors.map((one) => `${one.path} ${one.message}`)].join(' ') : `The console could not do it: ${error instanceof Error ? error.message : String(error)}`
  return transaction(async (tx) => {
    const [locked] = await tx.$queryRaw<{ state: string }[]>`SELECT state::text AS state FROM review_item WHERE id = ${id} AND state IN ('decided', 'error') FOR UPDATE SKIP LOCKED`
    if (locked === undefined) return 'elsewhere'
    await tx.reviewItem.update({ where: { id }, data: { state: 'error', remediation: 'error', remediationNote: message.slice(0, MOST), remediationTries: { increment: 1 }, updatedAt: ctx.now } })
    return 'changed'
  })
}
