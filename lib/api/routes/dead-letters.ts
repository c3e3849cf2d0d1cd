import { z } from 'zod'
import { chosenLetters, discardDeadLetters, retryDeadLetters } from '@/lib/activity/commands/dead-letters'
import { deadLetterFilter, listDeadLetters } from '@/lib/activity/queries/dead-letters'
import { pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'

export const deadLetterRoutes = [
  route({
    method: 'GET', path: '/api/v1/dead-letters', tag: 'Activity', summary: 'Refused records, newest first', access: { permission: 'activity.parameters', scope: 'read' },
    query: z.strictObject({ ...pageQuery.shape, ...deadLetterFilter.shape }),
    handle: async ({ actor, query: { limit, cursor, ...filter } }) => listDeadLetters(actor, filter, { limit, cursor }),
  }),
  route({
    method: 'POST', path: '/api/v1/dead-letters/retry', tag: 'Activity', summary: 'Put open refused records through again: those named, else all', access: { permission: 'activity.parameters', scope: 'write' }, body: chosenLetters,
    handle: async ({ actor, ctx, body }) => retryDeadLetters(actor, ctx, body),
  }),
  route({
    method: 'POST', path: '/api/v1/dead-letters/discard', tag: 'Activity', summary: 'Close open refused records for good', access: { permission: 'activity.parameters', scope: 'write' }, body: chosenLetters,
    handle: async ({ actor, ctx, body }) => discardDeadLetters(actor, ctx, body),
  }),
]
