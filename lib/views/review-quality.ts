import type { Actor } from '@/lib/auth/actor'
import { namedQuality, type NamedQuality } from '@/lib/reviews/pack-campaign'
import { type EvidenceCampaign, isFinal } from '@/lib/reviews/pack-model'
import { withQuality } from '@/lib/reviews/queries/evidence-pack'

export type ReviewQualityView = { campaign: Pick<EvidenceCampaign, 'id' | 'name' | 'state' | 'launchedAt' | 'decidedAt'>; interim: boolean; items: number; canaries: boolean; quality: NamedQuality }

/** The looking behind a campaign as it stands, for those who see all of it. */
export async function reviewQualityView(actor: Actor, id: string): Promise<ReviewQualityView> {
  return withQuality(actor, id, async ({ campaign, quality, people }) => ({
    campaign: { id: campaign.id, name: campaign.name, state: campaign.state, launchedAt: campaign.launchedAt, decidedAt: campaign.decidedAt }, interim: !isFinal(campaign.state), items: quality.items.length, canaries: campaign.content.canaries > 0,
    quality: namedQuality(quality, (personId) => people.get(personId) ?? { id: personId, name: personId, email: '' }),
  }))
}
