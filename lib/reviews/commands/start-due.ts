import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** Launches what calendars and events call for; returns how many campaigns. */
export async function startDueReviews(_newCtx: () => Ctx): Promise<number> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
