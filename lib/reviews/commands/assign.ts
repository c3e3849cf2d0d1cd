import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { ItemRow } from '@/lib/reviews/model'

/** Not mine: to somebody named, or to the next in line. */
export async function reassignItem(_ctx: Ctx, _actor: Actor, _id: string, _input: { toEmail?: string | undefined; reason: string }): Promise<ItemRow> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

/** Escalation by hand: adds a person, and moves nothing. */
export async function addReviewer(_ctx: Ctx, _actor: Actor, _id: string, _input: { email: string; reason: string }): Promise<ItemRow> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
