import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import type { ItemDetail, RemedyInput } from '@/lib/reviews/model'
import { getItem } from '@/lib/reviews/queries/items'
import { loadRemedyCases } from '@/lib/reviews/queries/remedy-facts'
import { advanceCampaign } from './advance'
import { isDue, remediateItem, stepOf } from './remediate-item'
import { remedyByHand } from './remedy-by-hand'
import { sendTicket } from './send-ticket'
import { settleKept } from './settle-kept'

/** Items looked at in one reading. */
const PAGE = 200

/**
 * Applies what is due in every campaign whose last stage has closed, item by item, and moves on the campaigns in which nothing is left
 * to apply; returns how many items changed. May be ended between any two items and run in several processes at once: what one has in
 * hand the others leave alone, and whoever comes later goes on where it stopped. One item's error stops no other.
 */
export async function remediateDue(newCtx: () => Ctx): Promise<number> {
  const campaigns = await db().$queryRaw<{ id: string; state: string }[]>`SELECT id, state::text AS state FROM review_campaign WHERE state IN ('remediation', 'confirming') ORDER BY decided_at, id`
  let changed = 0
  for (const { id, state } of campaigns) {
    changed += await settleKept(newCtx, id)
    changed += await remediateItems(newCtx, id)
    await sendTicket(newCtx(), id)
    if (state === 'remediation') await transaction((tx) => advanceCampaign(tx, newCtx(), id))
  }
  return changed
}

async function remediateItems(newCtx: () => Ctx, campaignId: string): Promise<number> {
  let changed = 0
  for (let after = -1; ;) {
    const page = await db().$queryRaw<{ id: string; position: number }[]>`
      SELECT id, position FROM review_item WHERE campaign_id = ${campaignId} AND position > ${after} AND state IN ('decided', 'error') AND outcome <> 'keep' AND NOT synthetic ORDER BY position LIMIT ${PAGE}`
    // Most of what is open waits; only what has something to do is locked, and asked again under its locks.
    const { now } = newCtx()
    for (const one of await loadRemedyCases(page.map((item) => item.id), now)) {
      if (isDue(one, now) && stepOf(one).do !== 'wait' && (await remediateItem(newCtx, one.item.id)) === 'changed') changed += 1
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return changed
    after = last.position
  }
}

/**
 * What a person does with one item: tries it again, restores what is suspended, says that it is done, answers what has changed since, or
 * signs. For those who run campaigns and have no conflict with the item; tokens never. Refuses with `forbidden`, `illegal_transition`
 * where it does not fit the item as it is, and `invalid_input` without the reason that it needs.
 */
export async function remedyItem(ctx: Ctx, actor: Actor, id: string, input: RemedyInput): Promise<ItemDetail> {
  await remedyByHand(ctx, actor, id, input)
  return getItem(actor, id, ctx.now)
}
