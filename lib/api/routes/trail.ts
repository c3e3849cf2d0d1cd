import { z } from 'zod'
import { decodeCursor, encodeCursor, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { listTrail, verifyTrail } from '@/lib/trail/queries'

export const trailRoutes = [
  route({
    method: 'GET', path: '/api/v1/trail', tag: 'Trail', summary: 'What people and tokens did in this console, newest first',
    access: { permission: 'trail.read', scope: 'read' },
    query: pageQuery.extend({ actor: z.string().optional(), action: z.string().optional(), object: z.string().optional() }),
    handle: async ({ actor, query }) => {
      const before = decodeCursor(query.cursor, z.number().int())
      const { cursor: _cursor, limit, ...filter } = query
      const found = await listTrail(actor, { ...filter, limit: limit + 1, ...(before === null ? {} : { before }) })
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return { items, nextCursor: found.length > limit && last ? encodeCursor(last.seq) : null }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/trail/verify', tag: 'Trail', summary: 'Recomputes the hash chain',
    access: { permission: 'trail.read', scope: 'read' },
    handle: async ({ actor }) => verifyTrail(actor),
  }),
]
