'use server'

import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { addReviewer } from '@/lib/reviews/commands/assign'
import { closeStage } from '@/lib/reviews/commands/close-stage'
import { remindUndecided } from '@/lib/reviews/commands/remind'
import { addReviewerSchema, reviewReasonSchema } from '@/lib/reviews/model'

const id = z.string().min(1).max(100)

export const remindReviewersAction = action({ permission: 'review.run', schema: z.strictObject({ id }) }, ({ actor, ctx, input }) => remindUndecided(ctx, actor, input.id))

export const closeStageAction = action({ permission: 'review.run', schema: z.strictObject({ id, reason: reviewReasonSchema }) }, async ({ actor, ctx, input }) => {
  await closeStage(ctx, actor, input.id, input.reason)
})

/** `id` of the item. */
export const nameReviewerAction = action({ permission: 'review.run', schema: z.strictObject({ id, body: addReviewerSchema }) }, async ({ actor, ctx, input }) => {
  await addReviewer(ctx, actor, input.id, input.body)
})
