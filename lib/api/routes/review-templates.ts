import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeTemplate, createTemplate } from '@/lib/reviews/commands/save-template'
import { contentSchema, REVIEW_KINDS, templateSchema } from '@/lib/reviews/content'
import { preflight } from '@/lib/reviews/queries/preflight'
import { getTemplate, listTemplates } from '@/lib/reviews/queries/templates'
import { preflightAnswer, templateAnswer } from '@/lib/reviews/template-answer'
import { idParams } from './registry-params'

const tag = 'Reviews'
const base = '/api/v1/review-templates'
const mayRead = { permission: 'review.read', scope: 'read' } as const
const mayRun = { permission: 'review.run', scope: 'write' } as const

export const reviewTemplateRoutes = [
  route({
    method: 'GET', path: base, tag, summary: 'What reviews are made from; empty for those who do not see every review', access: mayRead, query: pageQuery, response: z.object({ items: z.array(templateAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query: { limit, cursor } }) => {
      const all = await listTemplates(actor)
      const after = decodeCursor(cursor, z.string())
      const from = after === null ? 0 : all.findIndex((one) => one.id === after) + 1
      return pageOf(all.slice(from, from + limit + 1), limit, (one) => one, (one) => one.id)
    },
  }),
  route({
    method: 'POST', path: base, tag, summary: 'Keep a template: what is reviewed, by whom, when it starts by itself, and what silence means', access: mayRun, status: 201, body: templateSchema, response: templateAnswer,
    handle: async ({ actor, ctx, body }) => createTemplate(ctx, actor, body),
  }),
  // Before the template's own address: an id is any text, and this is none.
  route({
    method: 'POST', path: `${base}/preflight`, tag, summary: 'What a review with this content would hold and whom it would ask, if it were launched now; writes nothing', access: { permission: 'review.run', scope: 'read' }, status: 200,
    body: z.strictObject({ kind: z.enum(REVIEW_KINDS), content: contentSchema }), response: preflightAnswer,
    handle: async ({ actor, ctx, body: { kind, content } }) => preflight(actor, kind, content, ctx.now),
  }),
  route({
    method: 'GET', path: `${base}/:id`, tag, summary: 'One template', access: mayRead, params: idParams, response: templateAnswer,
    handle: async ({ actor, params: { id } }) => getTemplate(actor, id),
  }),
  route({
    method: 'PATCH', path: `${base}/:id`, tag, summary: 'Put another content in its place; reviews that were made from it keep theirs', access: mayRun, params: idParams, body: templateSchema.extend({ version: z.number().int().optional() }), response: templateAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => changeTemplate(ctx, actor, id, body),
  }),
]
