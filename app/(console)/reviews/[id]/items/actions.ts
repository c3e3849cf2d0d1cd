'use server'

import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { answerItem, undoAnswer } from '@/lib/reviews/commands/answer-item'
import { answerMany } from '@/lib/reviews/commands/answer-many'
import { reassignItem } from '@/lib/reviews/commands/assign'
import { signOff } from '@/lib/reviews/commands/sign-off'
import { answerSchema, bulkSchema, reassignSchema } from '@/lib/reviews/model'

const id = z.string().min(1).max(100)

// The page these are called from stays as it is: nothing is read anew for an answer, and the rows never move under the pointer.

export const answerAction = action({ permission: 'review.decide', schema: z.strictObject({ id, input: answerSchema }) }, ({ actor, ctx, input }) => answerItem(ctx, actor, input.id, input.input))

export const undoAction = action({ permission: 'review.decide', schema: z.strictObject({ id }) }, ({ actor, ctx, input }) => undoAnswer(ctx, actor, input.id))

export const reassignAction = action({ permission: 'review.decide', schema: z.strictObject({ id, input: reassignSchema }) }, ({ actor, ctx, input }) => reassignItem(ctx, actor, input.id, input.input))

/** With `dryRun`, what it would do; without, one batch of at most the campaign's cap. */
export const answerManyAction = action({ permission: 'review.decide', schema: z.strictObject({ campaignId: id, input: bulkSchema }) }, ({ actor, ctx, input }) => answerMany(ctx, actor, input.campaignId, input.input))

export const signOffAction = action({ permission: 'review.decide', schema: z.strictObject({ campaignId: id }) }, async ({ actor, ctx, input }) => {
  const campaign = await signOff(ctx, actor, input.campaignId)
  return { signedOffAt: campaign.mine?.signedOffAt ?? ctx.now.toISOString(), state: campaign.state }
})
