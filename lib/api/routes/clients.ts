import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeClient, registerClient } from '@/lib/registry/commands/clients'
import { getClient, listClients } from '@/lib/registry/queries/clients'
import { clientChangeSchema, newClientSchema } from '@/lib/registry/workload-input'
import { flag, idParams, namePosition, search } from './registry-params'

const tag = 'Clients'

export const clientRoutes = [
  route({
    method: 'POST', path: '/api/v1/clients', tag, summary: 'Register a client application; past events that name it are judged again',
    access: { permission: 'workload.register', scope: 'write' }, status: 201, body: newClientSchema,
    handle: async ({ actor, ctx, body }) => registerClient(actor, ctx, body),
  }),
  route({
    method: 'GET', path: '/api/v1/clients', tag, summary: 'Client applications by name', access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery.extend({ active: flag, q: search }),
    handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, namePosition) ?? undefined
      return pageOf(await listClients(actor, { ...filter, limit: limit + 1, after }), limit, (client) => client, ({ name, id }) => ({ name, id }))
    },
  }),
  route({
    method: 'GET', path: '/api/v1/clients/:id', tag, summary: 'One client application', access: { permission: 'registry.read', scope: 'read' }, params: idParams,
    handle: async ({ actor, params }) => getClient(actor, params.id),
  }),
  route({
    method: 'PATCH', path: '/api/v1/clients/:id', tag, summary: 'Change a client application; active acts from now on',
    access: { permission: 'workload.register', scope: 'write' }, params: idParams, body: clientChangeSchema,
    handle: async ({ actor, ctx, params, body }) => changeClient(actor, ctx, params.id, body),
  }),
]
