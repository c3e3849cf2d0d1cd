import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeAgent, registerAgent } from '@/lib/registry/commands/agents'
import { getAgent, listAgents } from '@/lib/registry/queries/agents'
import { agentChangeSchema, newAgentSchema } from '@/lib/registry/workload-input'
import { emailList, flag, idParams, namePosition, search } from './registry-params'

const tag = 'Agents'

export const agentRoutes = [
  route({
    method: 'POST', path: '/api/v1/agents', tag, summary: 'Register an agent; past events that name it are judged again',
    access: { permission: 'workload.register', scope: 'write' }, status: 201, body: newAgentSchema,
    handle: async ({ actor, ctx, body }) => registerAgent(actor, ctx, body),
  }),
  route({
    method: 'GET', path: '/api/v1/agents', tag, summary: 'Agents by name', access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery.extend({ sponsor: emailList, active: flag, q: search }),
    handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, namePosition) ?? undefined
      return pageOf(await listAgents(actor, { ...filter, limit: limit + 1, after }), limit, (agent) => agent, ({ name, id }) => ({ name, id }))
    },
  }),
  route({
    method: 'GET', path: '/api/v1/agents/:id', tag, summary: 'One agent', access: { permission: 'registry.read', scope: 'read' }, params: idParams,
    handle: async ({ actor, params }) => getAgent(actor, params.id),
  }),
  route({
    method: 'PATCH', path: '/api/v1/agents/:id', tag, summary: 'Change an agent; its identity stays, active acts from now on',
    access: { permission: 'workload.register', scope: 'write' }, params: idParams, body: agentChangeSchema,
    handle: async ({ actor, ctx, params, body }) => changeAgent(actor, ctx, params.id, body),
  }),
]
