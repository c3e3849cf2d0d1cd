import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { classifyTools } from '@/lib/registry/commands/classify-tools'
import { fleetFilter, listFleet } from '@/lib/registry/queries/tools'
import { classifyManySchema } from '@/lib/registry/workload-input'
import { textParam } from './registry-params'

const tag = 'Tools'
const position = z.strictObject({ server: textParam, name: textParam })

export const catalogueRoutes = [
  route({
    method: 'GET', path: '/api/v1/tools', tag, summary: 'Tools of all servers, by server and name',
    access: { permission: 'registry.read', scope: 'read' }, query: z.strictObject({ ...pageQuery.shape, ...fleetFilter.shape }),
    handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, position) ?? undefined
      return pageOf(await listFleet(actor, filter, { limit: limit + 1, after }), limit, (tool) => tool, ({ server, name }) => ({ server, name }))
    },
  }),
  route({
    method: 'POST', path: '/api/v1/tools/classify', tag, summary: 'Choose one access class for several tools, with one reason: all of them or none',
    access: { permission: 'tool.classify', scope: 'write' }, body: classifyManySchema,
    response: z.object({ changed: z.number().int(), unchanged: z.number().int() }), handle: async ({ actor, ctx, body }) => classifyTools(actor, ctx, body),
  }),
]
