import { z } from 'zod'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changeTeam, createTeam } from '@/lib/people/commands/teams'
import { emailSchema } from '@/lib/people/model'
import { teamAnswer } from '@/lib/people/answers'
import { getTeam, listTeams } from '@/lib/people/queries'

const id = z.strictObject({ id: z.string().max(100) })
const emails = z.array(emailSchema).max(500).default([])

export const teamRoutes = [
  route({
    method: 'POST', path: '/api/v1/teams', tag: 'People', summary: 'Create a team', status: 201, access: { permission: 'people.manage', scope: 'write' },
    body: z.strictObject({ name: z.string().trim().min(1).max(100) }),
    response: teamAnswer,
    handle: async ({ actor, ctx, body }) => getTeam(actor, (await createTeam(actor, ctx, body)).id),
  }),
  route({
    method: 'GET', path: '/api/v1/teams', tag: 'People', summary: 'Teams with their members', access: { permission: 'people.read', scope: 'read' }, query: pageQuery,
    response: z.object({ items: z.array(teamAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query }) => {
      const after = decodeCursor(query.cursor, z.string())
      return pageOf(await listTeams(actor, { limit: query.limit + 1, ...(after === null ? {} : { after }) }), query.limit, (row) => row, (row) => row.name)
    },
  }),
  route({
    method: 'GET', path: '/api/v1/teams/:id', tag: 'People', summary: 'One team, by id or name', access: { permission: 'people.read', scope: 'read' }, params: id, response: teamAnswer,
    handle: async ({ actor, params }) => getTeam(actor, params.id),
  }),
  route({
    method: 'PATCH', path: '/api/v1/teams/:id', tag: 'People', summary: 'Add and remove members, by e-mail', access: { permission: 'people.manage', scope: 'write' },
    params: id, body: z.strictObject({ add: emails, remove: emails }), response: teamAnswer,
    handle: async ({ actor, ctx, params, body }) => {
      await changeTeam(actor, ctx, params.id, body)
      return getTeam(actor, params.id)
    },
  }),
]
