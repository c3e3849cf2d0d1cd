import { canonicalJson } from '@/lib/canonical-json'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { confirmationOf } from '@/lib/reviews/confirmation'
import { loadWatches } from '@/lib/reviews/queries/confirm-facts'
import { advanceCampaign } from './advance'

/**
 * Looks whether what was ended is over, and closes campaigns that are; returns how many items changed. Only changes are written, each
 * in a transaction of its own. What is confirmed is looked at again until the campaign closes, so that a use that comes meanwhile keeps
 * it open; its closing makes that final.
 */
export async function confirmDue(newCtx: () => Ctx): Promise<number> {
  const read = newCtx().now
  let changed = 0
  for (const item of await loadWatches(read)) {
    const { status, detail } = confirmationOf(item.watch)
    if (status === item.confirmation && canonicalJson(detail) === canonicalJson(item.detail)) continue
    if (await save(newCtx(), item, { status, detail })) changed += 1
  }
  const campaigns = await db().reviewCampaign.findMany({ where: { state: { in: ['remediation', 'confirming'] } }, select: { id: true }, orderBy: { id: 'asc' } })
  for (const { id } of campaigns) await transaction((tx) => advanceCampaign(tx, newCtx(), id))
  return changed
}

type Found = ReturnType<typeof confirmationOf>

/** Under the item's lock, and only while it is the item that was looked at: one that somebody has signed for meanwhile stays signed. */
async function save({ now }: Ctx, item: { id: string; campaignId: string; watch: { endedAt: number } }, { status, detail }: Found): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT id FROM review_campaign WHERE id = ${item.campaignId} FOR SHARE`
    const locked = await tx.$queryRaw<unknown[]>`SELECT 1 FROM review_item WHERE id = ${item.id} AND state = 'remediated' AND remediated_at = ${new Date(item.watch.endedAt)} FOR UPDATE SKIP LOCKED`
    if (locked.length === 0) return false
    await tx.reviewItem.update({ where: { id: item.id }, data: { confirmation: status, confirmationDetail: detail, updatedAt: now } })
    return true
  })
}
