import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { decideRun } from '@/lib/discovery/commands/decide-run'
import { requestDiscovery } from '@/lib/discovery/commands/run-discovery'
import { CONTEXT_KINDS } from '@/lib/discovery/model'
import { getRun, listContexts, listRuns } from '@/lib/discovery/queries/runs'
import { decisionSchema, runSchema } from '@/lib/discovery/run-view'
import { approveDefinition } from '@/lib/grants/commands/approve-definition'
import { newCtx } from '@/lib/ids'
import { reasonSchema } from '@/lib/registry/server-input'
import { slugParams, textParam, toolParams } from './registry-params'

const tag = 'Discovery'
const runParams = slugParams.extend({ id: textParam })
const pageOfThese = (item: z.ZodType) => z.object({ items: z.array(item), nextCursor: z.string().nullable() })

const contextSchema = z.object({
  id: z.string(), kind: z.enum(CONTEXT_KINDS), name: z.string(), title: z.string().nullable(), description: z.string().nullable(), mimeType: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()), firstSeenAt: z.string(), lastSeenAt: z.string(), removedAt: z.string().nullable(),
})

export const discoveryRoutes = [
  route({
    method: 'POST', path: '/api/v1/servers/:slug/discover', tag, status: 201, params: slugParams, response: runSchema,
    summary: 'Ask the live server what it offers; answers within about a minute, also when the run failed or waits for a person (see status)',
    access: { permission: 'server.discover', scope: 'write' }, body: z.strictObject({ credential: z.string().min(1).max(100).nullable() }).partial(),
    handle: async ({ actor, params, body }) => requestDiscovery(actor, newCtx, params.slug, { trigger: 'api', credential: body.credential }),
  }),
  route({
    method: 'GET', path: '/api/v1/servers/:slug/discovery-runs', tag, summary: 'A server’s runs of discovery, newest first',
    access: { permission: 'registry.read', scope: 'read' }, params: slugParams, query: pageQuery, response: pageOfThese(runSchema),
    handle: async ({ actor, params, query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.strictObject({ at: z.iso.datetime(), id: textParam }))
      const found = await listRuns(actor, params.slug, { limit: limit + 1, before: before === null ? undefined : { at: new Date(before.at), id: before.id } })
      return pageOf(found, limit, (run) => run, (run) => ({ at: run.startedAt, id: run.id }))
    },
  }),
  route({
    method: 'GET', path: '/api/v1/servers/:slug/discovery-runs/:id', tag, summary: 'One run',
    access: { permission: 'registry.read', scope: 'read' }, params: runParams, response: runSchema,
    handle: async ({ actor, params }) => getRun(actor, params.slug, params.id),
  }),
  route({
    method: 'POST', path: '/api/v1/servers/:slug/discovery-runs/:id/decision', tag, status: 200, summary: 'Let a held run stand, with what it removes, or set it aside',
    access: { permission: 'server.discover', scope: 'write' }, params: runParams, body: decisionSchema, response: runSchema,
    handle: async ({ actor, ctx, params, body }) => {
      await getRun(actor, params.slug, params.id)
      return decideRun(actor, ctx, params.id, body)
    },
  }),
  route({
    method: 'GET', path: '/api/v1/servers/:slug/contexts', tag, summary: 'Resources, resource templates and prompts that the server was seen to offer; removed ones say since when',
    access: { permission: 'registry.read', scope: 'read' }, params: slugParams, query: pageQuery.extend({ kind: z.enum(CONTEXT_KINDS).optional() }), response: pageOfThese(contextSchema),
    handle: async ({ actor, params, query: { cursor, limit, kind } }) => {
      const after = decodeCursor(cursor, z.strictObject({ kind: textParam, name: textParam })) ?? undefined
      return pageOf(await listContexts(actor, params.slug, { limit: limit + 1, kind, after }), limit, (context) => context, ({ kind: of, name }) => ({ kind: of, name }))
    },
  }),
  route({
    method: 'POST', path: '/api/v1/servers/:slug/tools/:name/versions/:number/approve', tag, status: 200,
    summary: 'Accept the newest definition of a tool as what people rely on; the holds that rest on it end. By a person, not a service token',
    access: { permission: 'definition.approve', scope: 'write' }, params: toolParams.extend({ number: z.coerce.number().int().min(1).max(2_147_483_647) }), body: z.strictObject({ reason: reasonSchema }),
    response: z.object({ tool: z.record(z.string(), z.unknown()), released: z.number().int(), bound: z.number().int() }),
    handle: async ({ actor, ctx, params: { slug, name, number }, body }) => approveDefinition(actor, ctx, slug, name, { number, reason: body.reason }),
  }),
]
