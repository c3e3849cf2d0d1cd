import { type Actor, may, reach } from '@/lib/auth/actor'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'

/** What of a campaign's pages this actor may open; the pages ask again. */
export type CampaignSees = { /** Everything in it, whoever is asked. */ all: boolean; run: boolean; evidence: boolean; trail: boolean }

export type CampaignPage = { campaign: CampaignView; sees: CampaignSees }

/** What every page of a campaign has at its head. */
export async function campaignPage(actor: Actor, id: string, now: Date): Promise<CampaignPage> {
  const campaign = await getCampaign(actor, id, now)
  return { campaign, sees: { all: reach(actor, 'review.read') === 'all', run: may(actor, 'review.run'), evidence: may(actor, 'review.evidence'), trail: may(actor, 'trail.read') } }
}
