import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeLifecyclePolicy } from '@/lib/lifecycle/commands/change-policy'
import { ACTIONS, HOLDER_KINDS, RULES } from '@/lib/lifecycle/model'
import { DUTY_KINDS } from '@/lib/lifecycle/next-duty'
import { changeLifecyclePolicySchema, lifecyclePolicySchema, previewPolicySchema } from '@/lib/lifecycle/policy'
import { listLifecyclePolicies } from '@/lib/lifecycle/queries/policies'
import { previewLifecyclePolicy } from '@/lib/lifecycle/queries/preview'
import { lifecycleBoard } from '@/lib/views/lifecycle-board'
import { boardPage, DUE } from '@/lib/views/lifecycle-rows'

const tag = 'Life cycle'
const person = z.object({ id: z.string(), name: z.string(), email: z.string(), active: z.boolean() })
const time = z.iso.datetime()
const list = z.string().max(1000).optional()

export const boardAnswer = z.object({
  kind: z.enum(HOLDER_KINDS), id: z.string(), name: z.string(), title: z.string(), path: z.string(), state: z.string(), stateSince: time, environment: z.string().nullable(), sensitivity: z.string().nullable(), team: z.string().nullable(),
  owner: person, backup: person.nullable(), orphaned: z.boolean(), duties: z.number().int(), overdue: z.number().int(), toAttest: z.boolean(),
  next: z.object({ kind: z.enum(DUTY_KINDS), word: z.string(), text: z.string(), dueAt: time.nullable(), overdue: z.boolean(), ownerName: z.string().nullable(), action: z.object({ what: z.enum(ACTIONS), at: time, done: z.boolean() }).nullable() }).nullable(),
})

const changeAnswer = z.object({ about: z.string(), from: z.string(), to: z.string(), looser: z.boolean() })
export const lifecyclePolicyAnswer = z.object({ number: z.number().int(), content: lifecyclePolicySchema, changedBy: z.object({ id: z.string(), name: z.string() }).nullable(), changedAt: time.nullable(), reason: z.string().nullable(), changes: z.array(changeAnswer), loosened: z.array(z.string()) })

const lineAnswer = z.object({ rule: z.enum(RULES), kind: z.enum(HOLDER_KINDS), id: z.string(), name: z.string(), text: z.string(), ownerId: z.string().nullable(), since: time, dueAt: time, action: z.enum(ACTIONS), follows: z.boolean() })
const counts = z.object({ notify: z.number().int(), quarantine: z.number().int(), offboard: z.number().int() })
export const previewAnswer = z.object({ days: z.number().int(), sentences: z.array(z.string()), follows: counts, before: counts, lines: z.array(lineAnswer.extend({ change: z.enum(['same', 'new', 'changed']) })), gone: z.array(lineAnswer) })

const timed = <T extends { since: number; dueAt: number }>(line: T) => ({ ...line, since: new Date(line.since).toISOString(), dueAt: new Date(line.dueAt).toISOString() })

export const lifecycleRoutes = [
  route({
    method: 'GET', path: '/api/v1/lifecycle', tag, summary: 'Servers and agents with their state, who answers for them and what comes next; overdue ones first', access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery.extend({ state: list, kind: list, owner: list, team: list, duty: list, due: list, overdue: z.enum(['true', 'false']).optional(), q: z.string().max(200).optional() }), response: z.object({ items: z.array(boardAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, ctx, query: { limit, cursor, overdue, due, ...filter } }) => {
      const { rows } = await lifecycleBoard(actor, ctx.now)
      const wanted = due ?? (overdue === undefined ? undefined : overdue === 'true' ? 'overdue' : DUE.filter((one) => one !== 'overdue').join(','))
      const { items, nextCursor } = boardPage(rows, { ...filter, due: wanted }, { limit, cursor }, ctx.now.getTime())
      return { items, nextCursor }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/lifecycle/policy', tag, summary: 'What must not last, how long it may, and what follows', access: { permission: 'registry.read', scope: 'read' }, response: lifecyclePolicyAnswer,
    handle: async () => (await listLifecyclePolicies(1))[0],
  }),
  route({
    method: 'PUT', path: '/api/v1/lifecycle/policy', tag, summary: 'Put another life cycle policy in force; people only. Dates that were told stay', access: { permission: 'lifecycle.manage', scope: 'write' }, body: changeLifecyclePolicySchema, response: lifecyclePolicyAnswer,
    handle: async ({ actor, ctx, body }) => changeLifecyclePolicy(ctx, actor, body),
  }),
  route({
    method: 'POST', path: '/api/v1/lifecycle/policy/preview', tag, summary: 'What a proposed policy would lead to, against the one in force; nothing is written', access: { permission: 'lifecycle.manage', scope: 'read' }, body: previewPolicySchema, response: previewAnswer,
    handle: async ({ actor, ctx, body }) => {
      const { lines, gone, ...rest } = await previewLifecyclePolicy(actor, body.content, ctx.now)
      return { ...rest, lines: lines.map(timed), gone: gone.map(timed) }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/lifecycle/policy/history', tag, summary: 'The last 500 life cycle policies, newest first, with what each loosened', access: { permission: 'registry.read', scope: 'read' }, response: z.object({ items: z.array(lifecyclePolicyAnswer) }),
    handle: async () => ({ items: await listLifecyclePolicies(500) }),
  }),
]
