import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeTool } from '@/lib/registry/commands/change-tool'
import { listTools, listToolVersions } from '@/lib/registry/queries/tools'
import { toolChangeSchema } from '@/lib/registry/workload-input'
import { slugParams, textParam, toolParams } from './registry-params'

const tag = 'Tools'

export const toolRoutes = [
  route({
    method: 'GET', path: '/api/v1/servers/:slug/tools', tag, summary: 'A server’s tools by name, with their access classes',
    access: { permission: 'registry.read', scope: 'read' }, params: slugParams, query: pageQuery,
    handle: async ({ actor, params, query: { cursor, limit } }) => {
      const after = decodeCursor(cursor, textParam) ?? undefined
      return pageOf(await listTools(actor, params.slug, { limit: limit + 1, after }), limit, (tool) => tool, (tool) => tool.name)
    },
  }),
  route({
    method: 'GET', path: '/api/v1/servers/:slug/tools/:name/versions', tag, summary: 'The definitions a tool has had, newest first',
    access: { permission: 'registry.read', scope: 'read' }, params: toolParams, query: pageQuery,
    handle: async ({ actor, params, query: { cursor, limit } }) => {
      const before = decodeCursor(cursor, z.number().int().min(0).max(2_147_483_647)) ?? undefined
      return pageOf(await listToolVersions(actor, params.slug, params.name, { limit: limit + 1, before }), limit, (version) => version, (version) => version.number)
    },
  }),
  route({
    method: 'PATCH', path: '/api/v1/servers/:slug/tools/:name', tag, summary: 'Choose a tool’s access class, where the first one counts backwards and later ones from now on, or its resource rules, which act on what arrives from now on',
    access: { permission: 'tool.classify', scope: 'write' }, params: toolParams, body: toolChangeSchema,
    handle: async ({ actor, ctx, params, body }) => changeTool(actor, ctx, params.slug, params.name, body),
  }),
]
