import { z } from 'zod'
import { createSource, updateSource } from '@/lib/activity/commands/sources'
import { getSource, listSources } from '@/lib/activity/queries/sources'
import { sourceInput, sourcePatch } from '@/lib/activity/source-input'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { SYSTEM } from '@/lib/auth/actor'

const ref = z.strictObject({ id: z.string().min(1).max(100) })

export const sourceRoutes = [
  route({
    method: 'POST', path: '/api/v1/sources', tag: 'Sources', summary: 'Create a log source; its ingest token is shown once', status: 201, access: { permission: 'source.manage', scope: 'write' }, body: sourceInput,
    handle: async ({ actor, ctx, body }) => {
      const made = await createSource(actor, ctx, body)
      const view = await getSource(SYSTEM, made.id, ctx.now)
      return { ...view, token: made.token, tokenId: made.tokenId, tokenExpiresAt: made.tokenExpiresAt.toISOString() }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/sources', tag: 'Sources', summary: 'Log sources with health and counters', access: { permission: 'source.read', scope: 'read' }, query: pageQuery,
    handle: async ({ actor, ctx, query: { limit, cursor } }) => {
      const after = decodeCursor(cursor, z.string()) ?? ''
      const rest = (await listSources(actor, ctx.now)).filter((source) => source.name > after)
      return pageOf(rest.slice(0, limit + 1), limit, (source) => source, (source) => source.name)
    },
  }),
  route({
    method: 'GET', path: '/api/v1/sources/:id', tag: 'Sources', summary: 'One log source, by id or name', access: { permission: 'source.read', scope: 'read' }, params: ref,
    handle: async ({ actor, ctx, params }) => getSource(actor, params.id, ctx.now),
  }),
  route({
    method: 'PATCH', path: '/api/v1/sources/:id', tag: 'Sources', summary: 'Change a log source from now on', access: { permission: 'source.manage', scope: 'write' }, params: ref, body: sourcePatch,
    handle: async ({ actor, ctx, params, body }) => {
      const { id } = await updateSource(actor, ctx, params.id, body)
      return getSource(SYSTEM, id, ctx.now)
    },
  }),
]
