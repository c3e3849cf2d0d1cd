import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { record } from '@/lib/trail/record'

type Counted = { state: string; outcome: string | null; outcome_by: string | null; confirmation: string | null; signed: boolean; synthetic: boolean; count: number }

/**
 * Moves a campaign whose last stage has closed as far as its items allow, in the caller's transaction: to confirming when every outcome is
 * applied or signed for, closed when everything is confirmed or exempt. The campaign is locked here, if it is not yet; call it before
 * anything is recorded, or with that lock. Answers the state it is in then.
 */
export async function advanceCampaign(tx: Tx, ctx: Ctx, campaignId: string, actor: Actor = SYSTEM): Promise<string> {
  const [campaign] = await tx.$queryRaw<{ name: string; state: string }[]>`SELECT name, state::text AS state FROM review_campaign WHERE id = ${campaignId} FOR UPDATE`
  if (campaign === undefined || (campaign.state !== 'remediation' && campaign.state !== 'confirming')) return campaign?.state ?? 'closed'
  const groups = await tx.$queryRaw<Counted[]>`
    SELECT state::text AS state, outcome, outcome_by, confirmation, signed_by IS NOT NULL AS signed, synthetic, count(*)::int AS count FROM review_item WHERE campaign_id = ${campaignId} GROUP BY 1, 2, 3, 4, 5, 6`
  const some = (...states: readonly string[]): boolean => groups.some((group) => states.includes(group.state))
  if (some('pending', 'decided', 'error')) return campaign.state
  if (campaign.state === 'remediation') await tx.reviewCampaign.update({ where: { id: campaignId }, data: { state: 'confirming', confirmingAt: ctx.now, updatedAt: ctx.now } })
  if (groups.some((group) => group.state === 'remediated' && group.confirmation !== 'confirmed')) return 'confirming'
  // What is confirmed was looked at until now; the end of the campaign makes it final.
  await tx.reviewItem.updateMany({ where: { campaignId, state: 'remediated' }, data: { state: 'confirmed', confirmedAt: ctx.now, updatedAt: ctx.now } })
  const figures = figuresOf(groups)
  const closeReason = reasonOf(figures)
  await tx.reviewCampaign.update({ where: { id: campaignId }, data: { state: 'closed', closedAt: ctx.now, closedBy: actor.id, closeReason, updatedAt: ctx.now } })
  await tx.$executeRaw`SELECT pg_notify('bailiwick_reviews', ${campaignId})`
  await record(tx, ctx, { actor, action: 'review.closed', object: { kind: 'review', id: campaignId, name: campaign.name }, detail: { ...figures, reason: closeReason } })
  return 'closed'
}

type Figures = { items: number; outcomes: Record<string, number>; confirmed: number; signed: number; unproven: number; bySilence: number; canaries: number }

/** What a campaign came to, as the trail keeps it: items without those that never existed. */
function figuresOf(groups: readonly Counted[]): Figures {
  const real = groups.filter((group) => !group.synthetic)
  const sum = (fits: (group: Counted) => boolean): number => real.filter(fits).reduce((all, group) => all + group.count, 0)
  const outcomes: Record<string, number> = {}
  for (const group of real) if (group.outcome !== null) outcomes[group.outcome] = (outcomes[group.outcome] ?? 0) + group.count
  return {
    items: sum(() => true), outcomes, confirmed: sum((group) => group.state === 'confirmed' || group.state === 'remediated'), signed: sum((group) => group.signed), unproven: sum((group) => group.confirmation === 'unproven'),
    bySilence: sum((group) => group.outcome_by === 'no_response' || group.outcome_by === 'nobody'), canaries: groups.filter((group) => group.synthetic).reduce((all, group) => all + group.count, 0),
  }
}

function reasonOf({ items, confirmed, signed, unproven }: Figures): string {
  const parts = [`${confirmed} of ${items} confirmed`, ...(signed === 0 ? [] : [`${signed} signed for${unproven === 0 ? '' : `, ${unproven} of them without proof`}`])]
  return `Everything is over: ${parts.join('; ')}.`
}
