import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { NO_JSON, type Tx } from '@/lib/db/client'
import type { ConfirmationDetail } from '@/lib/reviews/model'
import type { RemedyCase } from '@/lib/reviews/queries/remedy-facts'
import { record } from '@/lib/trail/record'

const DAY_MS = 86_400_000

/** "create_issue on github for triage", as the trail calls an item. */
export function titleOf({ item }: Pick<RemedyCase, 'item'>): string {
  return `${item.target}${item.server === null || item.subject !== 'grant' ? '' : ` on ${item.server}`}${item.agent === null || item.subject !== 'grant' ? '' : ` for ${item.agent}`}`
}

/** Is what came of the item watched before it counts as over? What only ends sooner, and what owners attest, is over when it is applied. */
export function isWatched({ item }: Pick<RemedyCase, 'item'>): boolean {
  return item.subject === 'grant' && (item.outcome === 'revoke' || item.outcome === 'narrow')
}

/** The outcome holds in the register: from now on it is watched, or it is over. Records. */
export async function saveRemediated(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, done: { note: string; how: 'applied' | 'over_already'; grants: readonly string[]; replacements: readonly string[] }): Promise<void> {
  const { item, campaign } = one
  const watched = isWatched(one)
  const watchUntil = watched ? new Date(ctx.now.getTime() + campaign.content.watchDays * DAY_MS) : null
  await tx.reviewItem.update({
    where: { id: item.id },
    data: { state: 'remediated', remediation: 'success', remediationNote: done.note, question: NO_JSON, remediatedAt: ctx.now, watchUntil, updatedAt: ctx.now, ...(watched ? { confirmation: 'watching', confirmationDetail: NO_JSON } : {}) },
  })
  if (!watched) {
    const detail: ConfirmationDetail = { text: done.note, source: null, gaps: [], calls: 0, blocked: 0, lastAt: null, grantIds: [] }
    await tx.reviewItem.update({ where: { id: item.id }, data: { state: 'confirmed', confirmation: 'confirmed', confirmationDetail: detail, confirmedAt: ctx.now } })
  }
  await recordItem(tx, ctx, actor, one, 'review.remediated', { how: done.how, note: done.note, outcome: item.outcome, grants: done.grants, replacements: done.replacements, watchUntil })
}

/** Signed for on a person's name, restored or left as it is: nothing more is done about it. Records. */
export async function saveExempt(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, signed: { action: 'review.item_signed' | 'review.restored'; reason: string; note: string }): Promise<void> {
  const { item } = one
  await tx.reviewItem.update({
    where: { id: item.id },
    data: {
      state: 'exempt', remediationNote: signed.note, question: NO_JSON, signedBy: actor.personId ?? actor.id, signedAt: ctx.now, signReason: signed.reason, updatedAt: ctx.now,
      ...(item.state === 'remediated' ? { confirmation: 'unproven' } : { remediation: 'none' as const }),
    },
  })
  await recordItem(tx, ctx, actor, one, signed.action, { reason: signed.reason, outcome: item.outcome, before: { state: item.state, remediation: item.remediation, confirmation: item.confirmation } })
}

export async function recordItem(tx: Tx, ctx: Ctx, actor: Actor, one: RemedyCase, action: string, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, { actor, action, object: { kind: 'review_item', id: one.item.id, name: titleOf(one) }, detail: { campaign: { id: one.campaign.id, name: one.campaign.name }, grantId: one.item.grantId, ...detail } })
}
