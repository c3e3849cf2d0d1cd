import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { remedyItem } from '@/lib/reviews/commands/remedy'
import { itemDetailAnswer } from '@/lib/reviews/item-answer'
import { remedySchema } from '@/lib/reviews/model'
import { REMEDIATION_GROUPS } from '@/lib/reviews/remediation-groups'
import { REMEDY_ACTIONS } from '@/lib/reviews/remedy'
import { remediationScreen } from '@/lib/views/review-remediation'
import { idParams } from './registry-params'

const tag = 'Reviews'
const time = z.iso.datetime().nullable()
const detail = itemDetailAnswer.shape.confirmation.shape.detail

const row = z.object({
  id: z.string(), subject: z.enum(['grant', 'server', 'agent']), title: z.string(), server: z.string().nullable(), agent: z.string().nullable(), access: z.enum(['read', 'write', 'admin']).nullable(),
  grantId: z.string().nullable(), serverId: z.string().nullable(), agentId: z.string().nullable(), outcome: z.string(), why: z.string(), left: itemDetailAnswer.shape.outcomeDetail.unwrap().shape.targets, until: z.string().nullable(),
  remediation: z.string().describe('none, open, manual, success or error'), note: z.string().nullable(), tries: z.number().int(), nextTryAt: time, endsAt: time.describe('suspended until then, then ended for good'), remediatedAt: time, watchUntil: time,
  question: itemDetailAnswer.shape.question, confirmation: z.string().nullable().describe('watching, confirmed, still_used, still_reachable, not_evaluable or unproven'), detail, grants: z.array(z.object({ id: z.string(), name: z.string() })),
  signed: itemDetailAnswer.shape.signed, actions: z.array(z.enum(REMEDY_ACTIONS)).describe('what fits the item as it is'), obstacle: z.string().nullable().describe('why you may do none of them'),
})

export const reviewRemediationRoutes = [
  route({
    method: 'GET', path: '/api/v1/reviews/:id/remediation', tag, summary: 'What a review ended: by where it stands, what needs somebody first', access: { permission: 'review.read', scope: 'read' }, params: idParams, query: z.strictObject({ group: z.enum(REMEDIATION_GROUPS).optional() }),
    response: z.object({ sentence: z.string(), counts: z.record(z.string(), z.number().int()), kept: z.number().int(), parts: z.array(z.object({ group: z.enum(REMEDIATION_GROUPS), total: z.number().int(), rows: z.array(row) })) }),
    handle: async ({ actor, ctx, params: { id }, query: { group } }) => remediationScreen(actor, id, ctx.now, group ?? null),
  }),
  route({
    method: 'POST', path: '/api/v1/review-items/:id/remediation', tag, summary: 'Try again, restore, say that it is done, answer what has changed since, or sign without proof; people only', access: { permission: 'review.run', scope: 'write' }, status: 200, params: idParams, body: remedySchema, response: itemDetailAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => remedyItem(ctx, actor, id, body),
  }),
]
