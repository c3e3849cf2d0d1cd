import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { CampaignView } from '@/lib/reviews/model'

export async function launchCampaign(_newCtx: () => Ctx, _actor: Actor, _id: string): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
