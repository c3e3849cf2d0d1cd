import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { ItemDetail, RemedyInput } from '@/lib/reviews/model'

/** Applies what is due; returns how many items changed. */
export async function remediateDue(_newCtx: () => Ctx): Promise<number> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function remedyItem(_ctx: Ctx, _actor: Actor, _id: string, _input: RemedyInput): Promise<ItemDetail> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
