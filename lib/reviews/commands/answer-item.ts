import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { AnswerInput, ItemRow } from '@/lib/reviews/model'

export async function answerItem(_ctx: Ctx, _actor: Actor, _id: string, _input: AnswerInput): Promise<ItemRow> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function undoAnswer(_ctx: Ctx, _actor: Actor, _id: string): Promise<ItemRow> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
