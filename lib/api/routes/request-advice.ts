import { z } from 'zod'
import { route } from '@/lib/boundary/route'
import { requestDraftSchema } from '@/lib/requests/model'
import { searchRequestable } from '@/lib/requests/queries/requestable'
import { adviceForRequest, adviseOn } from '@/lib/views/request-advice'
import { prefillFrom } from '@/lib/views/request-prefill'

const named = z.string().min(1).max(2000).optional()
const tag = 'Requests'

export const requestAdviceRoutes = [
  route({
    method: 'GET', path: '/api/v1/requestable', tag, summary: 'Tools that may be asked for, found by what they do, the best match first', access: { permission: 'grant.request', scope: 'read' },
    query: z.strictObject({ q: z.string().max(2000).default(''), limit: z.coerce.number().int().min(1).max(50).default(20) }),
    handle: async ({ actor, query: { q, limit } }) => ({ items: await searchRequestable(actor, q, limit) }),
  }),
  route({
    method: 'GET', path: '/api/v1/requestable/draft', tag, summary: 'A request begun from a server, a tool, an agent, a finding, an event, a grant, another agent or a request; writes nothing',
    access: { permission: 'grant.request', scope: 'read' },
    query: z.strictObject({ server: named, tool: named, agent: named, finding: named, event: named, renew: named, confirm: named, like: named, replaces: named }),
    handle: async ({ actor, ctx, query }) => prefillFrom(actor, query, ctx.now),
  }),
  route({
    method: 'POST', path: '/api/v1/grant-requests/preview', tag, summary: 'What a request would need and add, filled in as far as it is: approvers, longest time, toxic combinations, overlaps; writes nothing',
    access: { permission: 'grant.request', scope: 'read' }, status: 200, body: requestDraftSchema,
    handle: async ({ actor, ctx, body }) => adviseOn(actor, body, ctx.now),
  }),
  route({
    method: 'GET', path: '/api/v1/grant-requests/:id/advice', tag, summary: 'The same of a request that was submitted, for who asked and who decides', access: { permission: null, scope: 'read' }, params: z.strictObject({ id: z.string() }),
    handle: async ({ actor, ctx, params: { id } }) => adviceForRequest(actor, id, ctx.now),
  }),
]
