import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { endDelegation, setDelegation } from '@/lib/people/commands/delegations'
import { endDelegationSchema, newDelegationSchema } from '@/lib/people/delegation'
import { listDelegations } from '@/lib/people/queries/delegations'

const tag = 'People'
const id = z.strictObject({ id: z.string().max(100) })
const person = z.object({ id: z.string(), name: z.string(), email: z.string() })
const states = z.enum(['ahead', 'in_force', 'over'])
const email = z.string().max(254).optional()

const delegationAnswer = z.object({
  id: z.string(), state: states, person, delegate: person, from: z.iso.datetime(), to: z.iso.datetime(), endedAt: z.iso.datetime().nullable(), reason: z.string().nullable(),
  createdBy: z.object({ id: z.string(), name: z.string() }), createdAt: z.iso.datetime(),
})

export const delegationRoutes = [
  route({
    method: 'POST', path: '/api/v1/delegations', tag, summary: 'Somebody stands in for you, or, set by an administrator, for somebody else, between two times; people only', status: 201, access: { permission: null, scope: 'write' },
    body: newDelegationSchema, response: delegationAnswer,
    handle: async ({ actor, ctx, body }) => setDelegation(ctx, actor, body),
  }),
  route({
    method: 'GET', path: '/api/v1/delegations', tag, summary: 'Who stands in for whom, the newest first', access: { permission: null, scope: 'read' },
    query: pageQuery.extend({ person: email, delegate: email, state: states.optional() }), response: z.object({ items: z.array(delegationAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, z.strictObject({ id: z.string() })) ?? undefined
      return pageOf(await listDelegations(actor, { ...filter, limit: limit + 1, after }, ctx.now), limit, (row) => row, (row) => ({ id: row.id }))
    },
  }),
  route({
    method: 'POST', path: '/api/v1/delegations/:id/end', tag, summary: 'End a stand-in now: either of the two, or an administrator', access: { permission: null, scope: 'write' }, params: id, body: endDelegationSchema, response: delegationAnswer,
    handle: async ({ actor, ctx, params, body }) => endDelegation(ctx, actor, params.id, body.reason),
  }),
]
