import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { BulkInput, BulkPlan } from '@/lib/reviews/model'

export async function answerMany(_ctx: Ctx, _actor: Actor, _campaignId: string, _input: BulkInput): Promise<BulkPlan> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
