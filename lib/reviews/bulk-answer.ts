import { z } from 'zod'
import { ITEM_FLAGS } from './frozen'

const count = z.number().int()

/** The shape in which one answer to many is answered, for the description of the interface. */
export const bulkPlanAnswer = z.object({
  chosen: count, answerable: count, byRisk: z.object({ low: count, medium: count, high: count, critical: count }),
  left: z.array(z.object({ why: z.enum([...ITEM_FLAGS, 'other_recommendation', 'not_yours', 'answered']), count, ids: z.array(z.string()).describe('at most 500 of them') })).describe('what is left out, and why'),
  cap: count.describe('answered by one call at most'), batches: count.describe('calls that all of it takes'), sentence: z.string(), answered: count.describe('by this call; 0 when dry'), bulkId: z.string().nullable(),
})
