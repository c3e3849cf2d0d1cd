import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'

/**
 * What was kept needs nothing done: it is remedied and confirmed at once; what owners attested is kept on record with whoever said so,
 * though not what silence kept. In one transaction a campaign; answers how many items. The campaign is shared, so that it waits to move on.
 */
export async function settleKept(newCtx: () => Ctx, campaignId: string): Promise<number> {
  return transaction(async (tx) => {
    const [campaign] = await tx.$queryRaw<{ state: string }[]>`SELECT state::text AS state FROM review_campaign WHERE id = ${campaignId} FOR SHARE`
    if (campaign?.state !== 'remediation' && campaign?.state !== 'confirming') return 0
    const { now, id } = newCtx()
    const kept = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM review_item WHERE campaign_id = ${campaignId} AND state = 'decided' AND outcome = 'keep' AND NOT synthetic ORDER BY id FOR UPDATE SKIP LOCKED`
    const ids = kept.map((item) => item.id)
    if (ids.length > 0) {
      await tx.reviewItem.updateMany({ where: { id: { in: ids } }, data: { state: 'remediated', remediation: 'none', remediatedAt: now, updatedAt: now } })
      await tx.reviewItem.updateMany({ where: { id: { in: ids } }, data: { state: 'confirmed', confirmation: 'confirmed', confirmedAt: now, updatedAt: now } })
    }
    const attested = await tx.$queryRaw<{ item_id: string; subject: string; subject_id: string; person_id: string; at: Date }[]>`
      SELECT DISTINCT ON (i.id) i.id AS item_id, i.subject, coalesce(i.server_id, i.agent_id) AS subject_id, a.person_id, a.at FROM review_item i
      JOIN review_answer a ON a.item_id = i.id AND a.answer = 'keep' AND a.superseded_at IS NULL
      WHERE i.campaign_id = ${campaignId} AND i.subject <> 'grant' AND i.outcome = 'keep' AND i.outcome_by = 'answers' AND i.state IN ('remediated', 'confirmed') AND NOT i.synthetic
        AND NOT EXISTS (SELECT 1 FROM ownership_attestation o WHERE o.item_id = i.id)
      ORDER BY i.id, a.stage DESC, a.iteration DESC, a.at DESC`
    await tx.ownershipAttestation.createMany({ data: attested.map((one) => ({ id: id('attestation'), subject: one.subject, subjectId: one.subject_id, itemId: one.item_id, personId: one.person_id, at: one.at })), skipDuplicates: true })
    return ids.length
  })
}
