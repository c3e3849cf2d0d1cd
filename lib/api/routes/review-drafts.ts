import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { campaignAnswer } from '@/lib/reviews/campaign-answer'
import { cancelCampaign, changeDraft, draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { contentSchema, draftSchema, templateSchema } from '@/lib/reviews/content'
import { reasonBodySchema } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { preflight } from '@/lib/reviews/queries/preflight'
import { preflightAnswer } from '@/lib/reviews/template-answer'
import { idParams } from './registry-params'

const tag = 'Reviews'
const base = '/api/v1/reviews'
const mayRun = { permission: 'review.run', scope: 'write' } as const

export const reviewDraftRoutes = [
  route({
    method: 'POST', path: base, tag, summary: 'Draft a review, from a template or by itself; nothing is frozen and nobody asked before it is launched', access: mayRun, status: 201, body: draftSchema, response: campaignAnswer,
    handle: async ({ actor, ctx, body }) => draftCampaign(ctx, actor, body),
  }),
  route({
    method: 'PATCH', path: `${base}/:id`, tag, summary: 'Put another content in a draft’s place; what was launched never changes', access: mayRun, params: idParams, body: z.strictObject({ name: templateSchema.shape.name, content: contentSchema }), response: campaignAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => changeDraft(ctx, actor, id, body),
  }),
  route({
    method: 'GET', path: `${base}/:id/preflight`, tag, summary: 'What a review with this one’s content would hold and whom it would ask, if it were launched now', access: { permission: 'review.run', scope: 'read' }, params: idParams, response: preflightAnswer,
    handle: async ({ actor, ctx, params: { id } }) => {
      const { kind, content } = await getCampaign(actor, id, ctx.now)
      return preflight(actor, kind, content, ctx.now)
    },
  }),
  route({
    method: 'POST', path: `${base}/:id/cancel`, tag, summary: 'Cancel a draft or a running review: nothing of it is applied, and its answers stay on record', access: mayRun, status: 200, params: idParams, body: reasonBodySchema, response: campaignAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => cancelCampaign(ctx, actor, id, body.reason),
  }),
]
