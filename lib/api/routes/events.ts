import { z } from 'zod'
import { eventAnswer } from '@/lib/activity/answers'
import { heartbeat } from '@/lib/activity/commands/heartbeat'
import { receive } from '@/lib/activity/commands/receive'
import { tryInput, tryRecords } from '@/lib/activity/commands/try-records'
import { activityFilter } from '@/lib/activity/filter'
import { nativeEventSchema } from '@/lib/activity/formats/native-schema'
import { REJECTIONS } from '@/lib/activity/model'
import { getEvent, listEvents } from '@/lib/activity/queries/events'
import { heartbeatInput } from '@/lib/activity/source-input'
import { pageQuery } from '@/lib/boundary/page'
import { rawRoute, route } from '@/lib/boundary/route'

const result = z.object({
  received: z.number().int(), accepted: z.number().int(), duplicates: z.number().int(), rejected: z.number().int(),
  errors: z.array(z.object({ index: z.number().int(), code: z.enum(REJECTIONS), message: z.string() })),
})

const HOW = 'At most 16 MiB after decompression (gzip allowed) and 100,000 records. A 4xx or 5xx answer stored nothing; 200 is given even if some records are refused: they are in the dead-letter table.'

export const eventRoutes = [
  rawRoute({
    method: 'POST', path: '/api/v1/events', tag: 'Activity', summary: 'Take in native events, as {"events": []} or as lines', access: { ingest: true }, response: result,
    raw: { description: HOW, record: nativeEventSchema, handle: async ({ actor, ctx, request }) => ({ status: 200, body: await receive(actor, ctx, request, 'native') }) },
  }),
  rawRoute({
    method: 'POST', path: '/api/v1/events/:format', tag: 'Activity', summary: 'Take in a source’s own lines', access: { ingest: true }, response: result,
    raw: { description: HOW, handle: async ({ actor, ctx, request, params }) => ({ status: 200, body: await receive(actor, ctx, request, params['format'] ?? '') }) },
  }),
  route({
    method: 'POST', path: '/api/v1/events/:format/try', tag: 'Activity', summary: 'What a record would become, with the verdict it would get; nothing is stored', access: { permission: 'source.read', scope: 'read' },
    params: z.strictObject({ format: z.string().max(100) }), body: tryInput, handle: async ({ actor, ctx, params, body }) => tryRecords(actor, ctx, params.format, body),
  }),
  route({
    method: 'POST', path: '/api/v1/heartbeat', tag: 'Activity', summary: 'The source is alive, and has delivered everything up to a time', access: { ingest: true }, body: heartbeatInput,
    handle: async ({ actor, ctx, headers, body }) => heartbeat(actor, ctx, headers.get('bailiwick-source'), body),
  }),
  route({
    method: 'GET', path: '/api/v1/events', tag: 'Activity', summary: 'Events, newest first', access: { permission: 'activity.read', scope: 'read' },
    query: z.strictObject({ ...pageQuery.shape, ...activityFilter.shape }), response: z.object({ items: z.array(eventAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => listEvents(actor, filter, { limit, cursor }),
  }),
  route({
    method: 'GET', path: '/api/v1/events/:id', tag: 'Activity', summary: 'One event', access: { permission: 'activity.read', scope: 'read' },
    params: z.strictObject({ id: z.string().max(100) }), response: eventAnswer, handle: async ({ actor, params }) => getEvent(actor, params.id),
  }),
]
