import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { CampaignView } from '@/lib/reviews/model'

export async function signOff(_ctx: Ctx, _actor: Actor, _campaignId: string): Promise<CampaignView> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
