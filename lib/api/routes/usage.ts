import { z } from 'zod'
import { usageAnswer } from '@/lib/activity/answers'
import { usageFilter } from '@/lib/activity/filter'
import { listUsage, sumUsage } from '@/lib/activity/queries/usage'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'

export const usageRoutes = [
  route({
    method: 'GET', path: '/api/v1/usage', tag: 'Activity', summary: 'The roll-up per UTC day, newest first, or summed by the fields of groupBy', access: { permission: 'activity.read', scope: 'read' },
    query: z.strictObject({ ...pageQuery.shape, ...usageFilter.shape }),
    response: z.object({ items: z.array(usageAnswer.partial()).describe('With groupBy only the fields named, count, firstAt and lastAt; otherwise all.'), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query: { limit, cursor, groupBy, ...filter } }) =>
      groupBy === undefined ? listUsage(actor, filter, { limit, cursor }) : { items: await sumUsage(actor, filter, groupBy, limit), nextCursor: null },
  }),
]
