'use server'

import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { remedyByHand } from '@/lib/reviews/commands/remedy-by-hand'
import { remedySchema } from '@/lib/reviews/model'

/** What somebody does with one item after its review; who may is asked of the item itself. */
export const remedyAction = action({ permission: 'review.run', schema: z.strictObject({ id: z.string().min(1).max(100), remedy: remedySchema }) }, async ({ actor, ctx, input }) => {
  await remedyByHand(ctx, actor, input.id, input.remedy)
})
