import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changePolicySchema, storedPolicySchema } from '@/lib/requests/approval-policy'
import { changePolicy } from '@/lib/requests/commands/change-policy'
import { listPolicies } from '@/lib/requests/queries/policies'

const tag = 'Requests'

const policyAnswer = z.object({
  /** 0 is the one that nobody set. */
  number: z.number().int(), content: storedPolicySchema, changedBy: z.object({ id: z.string(), name: z.string() }).nullable(), changedAt: z.iso.datetime().nullable(), reason: z.string().nullable(),
  changes: z.array(z.object({ about: z.string(), from: z.string(), to: z.string(), looser: z.boolean() })), loosened: z.array(z.string()),
})

export const approvalPolicyRoutes = [
  route({
    method: 'GET', path: '/api/v1/approval-policy', tag, summary: 'Who must approve what, and for how long at most', access: { permission: 'registry.read', scope: 'read' }, response: policyAnswer,
    handle: async () => (await listPolicies(1))[0],
  }),
  route({
    method: 'PUT', path: '/api/v1/approval-policy', tag, summary: 'Put another policy in force; people only. Pending requests keep the stricter of then and now', access: { permission: 'approvals.manage', scope: 'write' },
    body: changePolicySchema, response: policyAnswer,
    handle: async ({ actor, ctx, body }) => changePolicy(ctx, actor, body),
  }),
  route({
    method: 'GET', path: '/api/v1/approval-policy/history', tag, summary: 'Every policy that was ever set, newest first, with what each loosened', access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery, response: z.object({ items: z.array(policyAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.strictObject({ number: z.number().int() }))?.number
      return pageOf(await listPolicies(limit + 1, undefined, before), limit, (row) => row, ({ number }) => ({ number }))
    },
  }),
]
