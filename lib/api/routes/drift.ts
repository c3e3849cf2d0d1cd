import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { requestDriftRun } from '@/lib/drift/commands/request-run'
import { assignFinding, transitionFinding } from '@/lib/drift/commands/transition-finding'
import { FINDING_STATUSES, findingAssignSchema, findingFilter, findingMoveSchema, SEVERITIES } from '@/lib/drift/model'
import { askWhatIf } from '@/lib/drift/queries/ask-what-if'
import { getFinding, listFindings } from '@/lib/drift/queries/findings'
import { OUTCOMES_AFTER, whatIfSchema } from '@/lib/drift/what-if-model'
import { VERDICTS } from '@/lib/grants/model'
import { newCtx } from '@/lib/ids'

const findingSchema = z.object({
  id: z.string(), kind: z.string(), status: z.enum(FINDING_STATUSES), severity: z.enum(SEVERITIES), server: z.string().nullable(), target: z.string().nullable(),
  agent: z.string().nullable(), client: z.string().nullable(), human: z.string().nullable(), grantId: z.string().nullable(), firstSeen: z.string(), lastSeen: z.string(),
  executed: z.number().int(), blocked: z.number().int(), evaluable: z.boolean(), explanation: z.string(), evidence: z.record(z.string(), z.unknown()),
  remedies: z.array(z.string()), replacement: z.array(z.unknown()).optional(),
})

const verdict = z.enum(VERDICTS)
const verdictAfter = z.enum(OUTCOMES_AFTER)
const whatIfRow = z.object({
  server: z.string(), kind: z.string(), target: z.string(), access: z.string(), accessAfter: z.string(), agent: z.string().nullable(), client: z.string().nullable(), human: z.string().nullable(),
  resourceKeys: z.array(z.string()), before: verdict, after: verdictAfter, grantIdBefore: z.string().nullable(), grantIdAfter: z.string().nullable(),
  calls: z.number().int(), executed: z.number().int(), firstAt: z.string(), lastAt: z.string(),
})
const whatIfAnswer = z.object({
  window: z.object({ from: z.string(), to: z.string() }), calls: z.number().int(), before: z.record(verdict, z.number().int()), after: z.record(verdictAfter, z.number().int()),
  newlyRefused: z.number().int(), newlyCovered: z.number().int(), unknown: z.number().int(), rows: z.array(whatIfRow), rowCount: z.number().int(),
})

const params = z.strictObject({ id: z.string().max(100) })

export const driftRoutes = [
  route({
    method: 'GET', path: '/api/v1/drift/findings', tag: 'Drift', summary: 'Differences between what was declared and what was done',
    access: { permission: 'registry.read', scope: 'read' },
    query: z.strictObject({ ...pageQuery.shape, ...findingFilter.shape }),
    response: z.object({ items: z.array(findingSchema), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => listFindings(actor, filter, { limit, cursor }),
  }),
  route({
    method: 'GET', path: '/api/v1/drift/findings/:id', tag: 'Drift', summary: 'One finding with its history',
    access: { permission: 'registry.read', scope: 'read' }, params, response: findingSchema,
    handle: async ({ actor, params: { id } }) => getFinding(actor, id),
  }),
  route({
    method: 'POST', path: '/api/v1/drift/findings/:id/transitions', tag: 'Drift', summary: 'Acknowledge, accept until a date, resolve or reopen',
    access: { permission: 'finding.acknowledge', scope: 'write' }, params, body: findingMoveSchema, response: findingSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => transitionFinding(actor, ctx, id, body),
  }),
  route({
    method: 'POST', path: '/api/v1/drift/findings/:id/assignee', tag: 'Drift', summary: 'Give a finding to a person, or to nobody',
    access: { permission: 'finding.acknowledge', scope: 'write' }, params, body: findingAssignSchema, response: findingSchema,
    handle: async ({ actor, ctx, params: { id }, body }) => assignFinding(actor, ctx, id, body.assigneeEmail),
  }),
  route({
    method: 'POST', path: '/api/v1/drift/run', tag: 'Drift', summary: 'Compare now; answers when done',
    access: { permission: 'drift.run', scope: 'write' },
    body: z.strictObject({}).optional(),
    response: z.object({ runId: z.string(), startedAt: z.string(), finishedAt: z.string(), opened: z.number().int(), resolved: z.number().int(), reopened: z.number().int(), open: z.number().int() }),
    handle: async ({ actor }) => requestDriftRun(actor, newCtx),
  }),
  route({
    method: 'POST', path: '/api/v1/drift/what-if', tag: 'Drift', summary: 'Judge the calls of a past window again by today’s grants and proposed changes; writes nothing',
    access: { permission: 'activity.read', scope: 'read' }, body: whatIfSchema, response: whatIfAnswer,
    handle: async ({ actor, ctx, body }) => askWhatIf(actor, body, ctx.now),
  }),
]
