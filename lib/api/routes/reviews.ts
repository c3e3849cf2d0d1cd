import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { progressAnswer } from '@/lib/reviews/campaign-progress'
import { remindUndecided } from '@/lib/reviews/commands/remind'
import { campaignFilterSchema } from '@/lib/reviews/model'
import { getCampaign, listCampaigns } from '@/lib/reviews/queries/campaigns'
import { campaignProgress } from '@/lib/reviews/queries/progress'
import { idParams } from './registry-params'

const tag = 'Reviews'
const base = '/api/v1/reviews'
const filters = z.strictObject({ ...pageQuery.shape, ...campaignFilterSchema.shape })
/** What of all reviews is told is asked of each of them. */
const mayRead = { permission: 'review.read', scope: 'read' } as const

export const reviewRoutes = [
  route({
    method: 'GET', path: base, tag, summary: 'Reviews that you may see, newest first', access: mayRead, query: filters, response: z.object({ items: z.array(campaignAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, ...filter } }) => listCampaigns(actor, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'GET', path: `${base}/:id`, tag, summary: 'One review: how far it is, what it waits for, and what you are asked', access: mayRead, params: idParams, response: campaignAnswer,
    handle: async ({ actor, ctx, params: { id } }) => getCampaign(actor, id, ctx.now),
  }),
  route({
    method: 'GET', path: `${base}/:id/progress`, tag, summary: 'How its stage goes: day by day, by reviewer, risk and server; conflicts, and what nobody can be asked about', access: mayRead, params: idParams, response: progressAnswer,
    handle: async ({ actor, ctx, params: { id } }) => campaignProgress(actor, id, ctx.now),
  }),
  route({
    method: 'POST', path: `${base}/:id/remind`, tag, summary: 'One message to each reviewer who is undecided, once in a while', access: { permission: 'review.run', scope: 'write' }, status: 200, params: idParams, body: z.strictObject({}),
    response: z.object({ reminded: z.number().int() }),
    handle: async ({ actor, ctx, params: { id } }) => remindUndecided(ctx, actor, id),
  }),
]
