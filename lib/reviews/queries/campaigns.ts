import type { Actor } from '@/lib/auth/actor'
import type { Page } from '@/lib/boundary/page'
import { AppError } from '@/lib/errors'
import type { CampaignFilter, CampaignView } from '@/lib/reviews/model'

export async function listCampaigns(_actor: Actor, _filter: CampaignFilter, _page: { limit: number; cursor?: string | undefined }, _now: Date): Promise<Page<CampaignView>> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function getCampaign(_actor: Actor, _id: string, _now: Date): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
