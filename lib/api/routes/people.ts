import { z } from 'zod'
import { invitePerson } from '@/lib/auth/commands/invite'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { answerRoleChange } from '@/lib/people/commands/roles'
import { personAnswer, roleChangeAnswer } from '@/lib/people/answers'
import { newPersonSchema, personChangeSchema, roleSchema } from '@/lib/people/model'
import { getPerson, listPeople, listRoleChanges } from '@/lib/people/queries'

const id = z.strictObject({ id: z.string().max(254) })
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

export const peopleRoutes = [
  route({
    method: 'POST', path: '/api/v1/people', tag: 'People', summary: 'Register a human', status: 201, access: { permission: 'people.manage', scope: 'write' }, body: newPersonSchema, response: personAnswer,
    handle: async ({ actor, ctx, body }) => getPerson(actor, (await registerPerson(actor, ctx, body)).id),
  }),
  route({
    method: 'GET', path: '/api/v1/people', tag: 'People', summary: 'Humans, by e-mail', access: { permission: 'people.read', scope: 'read' },
    query: pageQuery.extend({ q: z.string().max(200).optional(), role: roleSchema.optional(), active: flag.optional(), team: z.string().max(100).optional() }),
    response: z.object({ items: z.array(personAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query: { cursor, limit, ...filter } }) => {
      const after = decodeCursor(cursor, z.strictObject({ email: z.string() }))
      return pageOf(await listPeople(actor, { ...filter, limit: limit + 1, ...(after === null ? {} : { after }) }), limit, (row) => row, ({ email }) => ({ email }))
    },
  }),
  route({
    method: 'GET', path: '/api/v1/people/:id', tag: 'People', summary: 'One human, by id or e-mail', access: { permission: 'people.read', scope: 'read' }, params: id, response: personAnswer,
    handle: async ({ actor, params }) => getPerson(actor, params.id),
  }),
  route({
    method: 'PATCH', path: '/api/v1/people/:id', tag: 'People', summary: 'Change a human; `active: false` = left', access: { permission: 'people.manage', scope: 'write' }, params: id, body: personChangeSchema, response: personAnswer,
    handle: async ({ actor, ctx, params, body }) => {
      const person = await getPerson(actor, params.id)
      await changePerson(actor, ctx, person.id, body)
      return getPerson(actor, person.id)
    },
  }),
  route({
    method: 'POST', path: '/api/v1/people/:id/invitation', tag: 'People', summary: 'A URL that signs a human in once, within three days; shown once', status: 201, access: { permission: 'people.manage', scope: 'write' },
    params: id, response: z.object({ signInUrl: z.string(), expiresAt: z.iso.datetime() }),
    handle: async ({ actor, ctx, params }) => {
      const made = await invitePerson(actor, ctx, params.id)
      return { signInUrl: made.signInUrl, expiresAt: made.expiresAt.toISOString() }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/role-changes', tag: 'People', summary: 'Roles that wait for a second holder’s consent', access: { permission: 'people.read', scope: 'read' },
    response: z.object({ items: z.array(roleChangeAnswer), nextCursor: z.null() }),
    handle: async ({ actor }) => ({ items: await listRoleChanges(actor, { open: true }), nextCursor: null }),
  }),
  route({
    method: 'POST', path: '/api/v1/role-changes/:id/consent', tag: 'People', summary: 'Grant or refuse a waiting role', access: { permission: 'people.read', scope: 'write' }, params: id,
    body: z.strictObject({ answer: z.enum(['grant', 'refuse']), reason: z.string().trim().min(1).max(2000) }), response: z.object({ id: z.string(), granted: z.boolean() }),
    handle: async ({ actor, ctx, params, body }) => answerRoleChange(actor, ctx, params.id, body),
  }),
]
