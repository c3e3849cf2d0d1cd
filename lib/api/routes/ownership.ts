import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { acceptTransfer, declineTransfer, withdrawTransfer } from '@/lib/lifecycle/commands/answer-transfer'
import { askTransfer } from '@/lib/lifecycle/commands/ask-transfer'
import { attestOwnership, attestSchema } from '@/lib/lifecycle/commands/attest'
import { HOLDER_KINDS } from '@/lib/lifecycle/model'
import { getTransfer, listTransfers, transferFilterSchema } from '@/lib/lifecycle/queries/transfers'
import { acceptTransferSchema, askTransferSchema, PARTS, TRANSFER_STATES, transferReasonSchema } from '@/lib/lifecycle/transfer'

const tag = 'Ownership'
const id = z.strictObject({ id: z.string().max(100) })
const named = z.object({ id: z.string(), name: z.string() })
const time = z.iso.datetime()

export const transferAnswer = z.object({
  id: z.string(), kind: z.enum(HOLDER_KINDS), holder: named.extend({ path: z.string() }), part: z.enum(PARTS), from: named.nullable(), to: named, reason: z.string(), askedBy: named, askedAt: time, fromAgreedAt: time.nullable(), fromAgreedBy: named.nullable(),
  toAgreedAt: time.nullable(), state: z.enum(TRANSFER_STATES), closedAt: time.nullable(), closedBy: named.nullable(), closeReason: z.string().nullable(), lapsesAt: time, sentence: z.string(), mayAccept: z.boolean(), instead: z.boolean(), mayDecline: z.boolean(), mayWithdraw: z.boolean(),
})

export const ownershipRoutes = [
  route({
    method: 'POST', path: '/api/v1/ownership/attest', tag, summary: 'Say that a server or an agent is still yours; its owner, backup owner or sponsor in person', access: { permission: 'ownership.change', scope: 'write' }, body: attestSchema,
    response: z.object({ kind: z.enum(HOLDER_KINDS), id: z.string(), at: time, nextDueAt: time }),
    handle: async ({ actor, ctx, body }) => attestOwnership(ctx, actor, body),
  }),
  route({
    method: 'GET', path: '/api/v1/ownership/transfers', tag, summary: 'Who is to take over what, the newest first', access: { permission: 'registry.read', scope: 'read' }, query: pageQuery.extend(transferFilterSchema.shape), response: z.object({ items: z.array(transferAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, ...filter } }) => listTransfers(actor, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'POST', path: '/api/v1/ownership/transfers', tag, summary: 'Ask that somebody becomes owner, backup owner or sponsor: whoever has it, whoever wants it, or a security reviewer; people only', status: 201, access: { permission: 'ownership.change', scope: 'write' }, body: askTransferSchema, response: transferAnswer,
    handle: async ({ actor, ctx, body }) => askTransfer(ctx, actor, body),
  }),
  route({
    method: 'GET', path: '/api/v1/ownership/transfers/:id', tag, summary: 'One transfer', access: { permission: 'registry.read', scope: 'read' }, params: id, response: transferAnswer,
    handle: async ({ actor, ctx, params }) => getTransfer(actor, params.id, ctx.now),
  }),
  route({
    method: 'POST', path: '/api/v1/ownership/transfers/:id/accept', tag, summary: 'Agree for your side; with the second agreement it goes over', access: { permission: 'ownership.change', scope: 'write' }, params: id, body: acceptTransferSchema, response: transferAnswer,
    handle: async ({ actor, ctx, params, body }) => acceptTransfer(ctx, actor, params.id, body.reason),
  }),
  route({
    method: 'POST', path: '/api/v1/ownership/transfers/:id/decline', tag, summary: 'Say no for your side', access: { permission: 'ownership.change', scope: 'write' }, params: id, body: transferReasonSchema, response: transferAnswer,
    handle: async ({ actor, ctx, params, body }) => declineTransfer(ctx, actor, params.id, body.reason),
  }),
  route({
    method: 'POST', path: '/api/v1/ownership/transfers/:id/withdraw', tag, summary: 'Take back what you asked for; a security reviewer may too', access: { permission: 'ownership.change', scope: 'write' }, params: id, body: transferReasonSchema, response: transferAnswer,
    handle: async ({ actor, ctx, params, body }) => withdrawTransfer(ctx, actor, params.id, body.reason),
  }),
]
