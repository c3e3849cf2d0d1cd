import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { itemDetailAnswer, itemRowAnswer } from '@/lib/reviews/item-answer'
import { itemFilterSchema } from '@/lib/reviews/model'
import { getItem, listItems } from '@/lib/reviews/queries/items'
import { idParams } from './registry-params'

const tag = 'Reviews'
/** Which of them the actor sees is asked of each: all, what they are asked about, or what is on their own servers. */
const mayRead = { permission: 'review.read', scope: 'read' } as const

export const reviewItemRoutes = [
  route({
    method: 'GET', path: '/api/v1/reviews/:id/items', tag, summary: 'Items of a review that you may see, the gravest first', access: mayRead, params: idParams, query: z.strictObject({ ...pageQuery.shape, ...itemFilterSchema.shape }),
    response: z.object({ items: z.array(itemRowAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, params: { id }, query: { limit, cursor, ...filter } }) => listItems(actor, id, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'GET', path: '/api/v1/review-items/:id', tag, summary: 'One item whole: its frozen evidence, who is asked, what was answered, and what has changed since', access: mayRead, params: idParams, response: itemDetailAnswer,
    handle: async ({ actor, ctx, params: { id } }) => getItem(actor, id, ctx.now),
  }),
]
