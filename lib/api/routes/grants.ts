import { z } from 'zod'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { resumeGrant, revokeGrant, suspendGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { importBodySchema, reasonBody } from '@/lib/grants/import-model'
import { narrowBodySchema } from '@/lib/grants/narrow-model'
import { getGrant, listGrants } from '@/lib/grants/queries/list-grants'
import { GRANT_ORIGINS } from '@/lib/grants/model'
import { GRANT_STATES } from '@/lib/grants/state'
import { accessSchema } from '@/lib/registry/model'

const tag = 'Grants'
const params = z.strictObject({ id: z.string() })
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const named = z.string().max(2000).optional()

const filters = pageQuery.extend({
  server: named, agent: named, client: named, human: named, target: named,
  state: z.enum(GRANT_STATES).optional(), suspended: flag.optional(), access: accessSchema.optional(), origin: z.enum(GRANT_ORIGINS).optional(),
})

export const grantRoutes = [
  route({
    method: 'GET', path: '/api/v1/grants', tag, summary: 'Grants, newest first', access: { permission: 'registry.read', scope: 'read' }, query: filters,
    handle: async ({ actor, ctx, query: { limit, cursor, ...filter } }) => listGrants(actor, filter, { limit, cursor }, ctx.now),
  }),
  route({
    method: 'GET', path: '/api/v1/grants/:id', tag, summary: 'One grant with its holds', access: { permission: 'registry.read', scope: 'read' }, params,
    handle: async ({ actor, ctx, params: { id } }) => getGrant(actor, id, ctx.now),
  }),
  route({
    method: 'POST', path: '/api/v1/grants/import', tag, summary: 'Take over grants declared elsewhere; idempotent by externalId, results row by row',
    access: { permission: 'grant.import', scope: 'write' }, status: 200, query: z.strictObject({ atomic: flag.default(false), dryRun: flag.default(false) }), body: importBodySchema,
    handle: async ({ actor, ctx, query, body }) => importGrants(ctx, actor, { ...body, ...query }),
  }),
  route({
    method: 'POST', path: '/api/v1/grants/:id/revoke', tag, summary: 'End a grant from now on', access: { permission: 'grant.revoke', scope: 'write' }, status: 200, params, body: reasonBody,
    handle: async ({ actor, ctx, params: { id }, body }) => revokeGrant(ctx, actor, id, body.reason),
  }),
  route({
    method: 'POST', path: '/api/v1/grants/:id/narrow', tag, summary: 'End a grant and put narrower ones in its place, from now on', access: { permission: 'grant.revoke', scope: 'write' }, status: 200, params, body: narrowBodySchema,
    handle: async ({ actor, ctx, params: { id }, body }) => narrowGrant(ctx, actor, id, body),
  }),
  route({
    method: 'POST', path: '/api/v1/grants/:id/suspend', tag, summary: 'Let a grant rest', access: { permission: 'grant.suspend', scope: 'write' }, status: 200, params, body: reasonBody,
    handle: async ({ actor, ctx, params: { id }, body }) => suspendGrant(ctx, actor, id, body.reason),
  }),
  route({
    method: 'POST', path: '/api/v1/grants/:id/resume', tag, summary: 'End a person’s hold', access: { permission: 'grant.suspend', scope: 'write' }, status: 200, params, body: reasonBody,
    handle: async ({ actor, ctx, params: { id }, body }) => resumeGrant(ctx, actor, id, body.reason),
  }),
]
