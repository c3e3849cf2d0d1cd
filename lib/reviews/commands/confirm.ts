import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'

/** Looks whether what was ended is over, and closes campaigns that are; returns how many items changed. */
export async function confirmDue(_newCtx: () => Ctx): Promise<number> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
