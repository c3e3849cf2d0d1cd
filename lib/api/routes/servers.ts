import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { moveServer } from '@/lib/offboarding/commands/move-server'
import { editServer } from '@/lib/registry/commands/edit-server'
import { importServerJson } from '@/lib/registry/commands/import-server-json'
import { registerServer } from '@/lib/registry/commands/register-server'
import { ENVIRONMENTS, LIFECYCLES, SENSITIVITIES } from '@/lib/registry/model'
import { getServer, listServers } from '@/lib/registry/queries/servers'
import { newServerSchema, serverChangeSchema, transitionSchema } from '@/lib/registry/server-input'
import { emailList, listOf, search, slugParams, textParam } from './registry-params'

const tag = 'Servers'

export const serverRoutes = [
  route({
    method: 'POST', path: '/api/v1/servers', tag, summary: 'Propose a server; it counts as unregistered until it is let in',
    access: { permission: 'server.register', scope: 'write' }, status: 201, body: newServerSchema,
    handle: async ({ actor, ctx, body }) => registerServer(actor, ctx, body),
  }),
  route({
    method: 'POST', path: '/api/v1/servers/import', tag,
    summary: 'Propose a server from an MCP registry server.json: {serverJson, slug?, ownerEmail?, environment?, sensitivity?, identity?, purpose?, remote? or package?, variables?, transport?, endpoint?, command?}, or the document alone, bare or as {server, _meta}. Without ownerEmail the person who asks owns it; without more it is production and internal. Nothing in it is run',
    access: { permission: 'server.register', scope: 'write' }, status: 201, body: z.looseObject({}).refine((body) => Object.keys(body).length > 0, 'must be a server.json, or {serverJson, …}'),
    handle: async ({ actor, ctx, body }) => importServerJson(actor, ctx, body),
  }),
  route({
    method: 'GET', path: '/api/v1/servers', tag, summary: 'Servers by slug; filters take one value or several separated by commas',
    access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery.extend({ lifecycle: listOf(LIFECYCLES), environment: listOf(ENVIRONMENTS), sensitivity: listOf(SENSITIVITIES), owner: emailList, q: search }),
    handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, textParam) ?? undefined
      return pageOf(await listServers(actor, { ...filter, limit: limit + 1, after }), limit, (server) => server, (server) => server.slug)
    },
  }),
  route({
    method: 'GET', path: '/api/v1/servers/:slug', tag, summary: 'One server', access: { permission: 'registry.read', scope: 'read' }, params: slugParams,
    handle: async ({ actor, params }) => getServer(actor, params.slug),
  }),
  route({
    method: 'PATCH', path: '/api/v1/servers/:slug', tag, summary: 'Edit a server; what is left out stays, lists replace, version guards against overwriting',
    access: { permission: 'server.edit', scope: 'write' }, params: slugParams, body: serverChangeSchema,
    handle: async ({ actor, ctx, params, body }) => editServer(actor, ctx, params.slug, body),
  }),
  route({
    method: 'POST', path: '/api/v1/servers/:slug/transitions', tag, summary: 'Move through the life cycle; 202 while a second person’s consent is awaited. Into offboarding it opens a case and freezes it; out of it, it cancels the case',
    access: { permission: 'server.transition', scope: 'write' }, params: slugParams, body: transitionSchema,
    // A completed move leaves no consent open.
    statusOf: (body) => (typeof body === 'object' && body !== null && 'pending' in body ? 202 : 200),
    handle: async ({ actor, ctx, params, body }) => moveServer(actor, ctx, params.slug, body),
  }),
]
