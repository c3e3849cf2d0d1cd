import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** One message to each who is undecided. Returns to how many. */
export async function remindUndecided(_ctx: Ctx, _actor: Actor, _campaignId: string): Promise<{ reminded: number }> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
