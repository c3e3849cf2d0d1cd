import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { reasonSchema } from '@/lib/registry/server-input'
import { requestAnswer } from '@/lib/requests/answers'
import { decideRequest } from '@/lib/requests/commands/decide-request'
import { editRequest } from '@/lib/requests/commands/edit-request'
import { nudgeRequest } from '@/lib/requests/commands/nudge-request'
import { discardDraft, saveDraft } from '@/lib/requests/commands/save-draft'
import { submitRequest } from '@/lib/requests/commands/submit-request'
import { withdrawRequest } from '@/lib/requests/commands/withdraw-request'
import { decisionSchema, editBodySchema, requestBodySchema, requestDraftSchema, requestFilterSchema } from '@/lib/requests/model'
import { getRequest, listRequests } from '@/lib/requests/queries/list-requests'
import { idParams } from './registry-params'

const tag = 'Requests'
const filters = z.strictObject({ ...pageQuery.shape, ...requestFilterSchema.shape })
/** Who asked and who may answer is asked of the request itself. */
const ofTheRequest = { permission: null, scope: 'write' } as const
const mayAsk = { permission: 'grant.request', scope: 'write' } as const
const base = '/api/v1/grant-requests'

export const requestRoutes = [
  route({
    method: 'POST', path: base, tag, summary: 'Ask for a grant, its renewal or confirmation; or break the glass', access: mayAsk, status: 201, query: z.strictObject({}), body: requestBodySchema, response: requestAnswer,
    handle: async ({ actor, ctx, body }) => submitRequest(ctx, actor, body),
  }),
  route({
    method: 'GET', path: base, tag, summary: 'Requests that you may see, newest first', access: { permission: null, scope: 'read' }, query: filters, response: z.object({ items: z.array(requestAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, ...filter } }) => listRequests(actor, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'GET', path: `${base}/:id`, tag, summary: 'One request: who holds it, what was answered and how it was narrowed', access: { permission: null, scope: 'read' }, params: idParams, response: requestAnswer,
    handle: async ({ actor, ctx, params: { id } }) => getRequest(actor, id, ctx.now),
  }),
  route({
    method: 'PATCH', path: `${base}/:id`, tag, summary: 'Put another wish in its place; approvals given before are void', access: mayAsk, params: idParams, body: editBodySchema, response: requestAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => editRequest(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: `${base}/:id/decisions`, tag, summary: 'Approve, less than was asked for if need be, or deny the step that you hold; people only', access: ofTheRequest, status: 200, params: idParams, body: decisionSchema, response: requestAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => decideRequest(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: `${base}/:id/withdraw`, tag, summary: 'Take your request back', access: ofTheRequest, status: 200, params: idParams, body: z.strictObject({ reason: reasonSchema.optional() }), response: requestAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => withdrawRequest(ctx, actor, id, body.reason),
  }),
  route({
    method: 'POST', path: `${base}/:id/nudge`, tag, summary: 'Remind those who hold it, once in a while', access: ofTheRequest, status: 200, params: idParams, body: z.strictObject({}), response: requestAnswer,
    handle: async ({ actor, ctx, params: { id } }) => nudgeRequest(ctx, actor, id),
  }),
  route({
    method: 'POST', path: `${base}/drafts`, tag, summary: 'Keep a draft; nobody else sees it', access: mayAsk, status: 201, body: requestDraftSchema, response: requestAnswer,
    handle: async ({ actor, ctx, body }) => saveDraft(ctx, actor, body),
  }),
  route({
    method: 'PATCH', path: `${base}/drafts/:id`, tag, summary: 'Keep a draft as it is now', access: mayAsk, params: idParams, body: requestDraftSchema, response: requestAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => saveDraft(ctx, actor, body, id),
  }),
  route({
    method: 'POST', path: `${base}/drafts/:id/submit`, tag, summary: 'Ask for what the draft has become', access: mayAsk, status: 201, params: idParams, body: requestBodySchema, response: requestAnswer,
    handle: async ({ actor, ctx, params: { id }, body }) => submitRequest(ctx, actor, body, id),
  }),
  route({
    method: 'DELETE', path: `${base}/drafts/:id`, tag, summary: 'Throw a draft away', access: mayAsk, status: 204, params: idParams,
    handle: async ({ actor, ctx, params: { id } }) => discardDraft(ctx, actor, id),
  }),
]
