import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeTeam, createTeam } from '@/lib/people/commands/teams'
import { emailSchema } from '@/lib/people/model'
import { listTeams } from '@/lib/people/queries'

const emails = z.array(emailSchema).max(500).default([])

export const teamRoutes = [
  route({
    method: 'POST', path: '/api/v1/teams', tag: 'People', summary: 'Create a team', status: 201, access: { permission: 'people.manage', scope: 'write' },
    body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
    handle: async ({ actor, ctx, body }) => createTeam(actor, ctx, body),
  }),
  route({
    method: 'GET', path: '/api/v1/teams', tag: 'People', summary: 'Teams with their members', access: { permission: 'people.read', scope: 'read' }, query: pageQuery,
    handle: async ({ actor, query }) => {
      const after = decodeCursor(query.cursor, z.string())
      return pageOf(await listTeams(actor, { limit: query.limit + 1, ...(after === null ? {} : { after }) }), query.limit, (row) => row, (row) => row.name)
    },
  }),
  route({
    method: 'PATCH', path: '/api/v1/teams/:id', tag: 'People', summary: 'Add and remove members, by e-mail', status: 204, access: { permission: 'people.manage', scope: 'write' },
    params: z.strictObject({ id: z.string().max(100) }), body: z.strictObject({ add: emails, remove: emails }),
    handle: async ({ actor, ctx, params, body }) => changeTeam(actor, ctx, params.id, body),
  }),
]
