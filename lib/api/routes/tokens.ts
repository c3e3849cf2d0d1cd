import { z } from 'zod'
import { createToken, revokeToken } from '@/lib/auth/commands/tokens'
import { listTokens } from '@/lib/auth/queries'
import { decodeCursor, pageOf, pageQuery } from '@/lib/boundary/page'
import { route } from '@/lib/boundary/route'
import { emailSchema, roleSchema } from '@/lib/people/model'

const described = {
  id: z.string(), name: z.string(), roles: z.array(roleSchema), scopes: z.array(z.string()), expiresAt: z.iso.datetime(),
}
const tokenAnswer = z.object({ ...described, ownerEmail: z.string(), bootstrap: z.boolean(), createdAt: z.iso.datetime(), lastUsedAt: z.iso.datetime().nullable(), revokedAt: z.iso.datetime().nullable() })
const newTokenAnswer = z.object({ ...described, token: z.string().describe('bwk_<id>_<secret>_<checksum>: 12 and 40 characters of [a-z0-9], then the first eight hex digits of SHA-256 over what stands before the last underscore. Shown once.') })

const scope = z.union([z.enum(['read', 'write', 'decide', 'credentials', 'scim']), z.string().regex(/^ingest:[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'must be read, write, decide, credentials, scim or ingest:<source>')])

export const tokenRoutes = [
  route({
    method: 'POST', path: '/api/v1/tokens', tag: 'Tokens', summary: 'Create an API token; its value is shown once', status: 201, access: { permission: 'token.manage', scope: 'write' },
    body: z.strictObject({
      name: z.string().trim().min(1).max(100), roles: z.array(roleSchema).max(6), scopes: z.array(scope).min(1).max(50), ownerEmail: emailSchema.optional(),
      expiresAt: z.iso.datetime({ offset: true }).optional(), expiresInDays: z.number().int().min(1).max(366).optional(),
    }).refine((body) => (body.expiresAt === undefined) !== (body.expiresInDays === undefined), { path: ['expiresAt'], message: 'give either expiresAt or expiresInDays' }),
    response: newTokenAnswer,
    handle: async ({ actor, ctx, body: { expiresAt, expiresInDays, ...body } }) => {
      const end = expiresAt === undefined ? new Date(ctx.now.getTime() + (expiresInDays ?? 0) * 86_400_000) : new Date(expiresAt)
      const minted = await createToken(actor, ctx, { ...body, expiresAt: end })
      return { id: minted.id, name: body.name, token: minted.token, roles: body.roles, scopes: body.scopes, expiresAt: minted.expiresAt.toISOString() }
    },
  }),
  route({
    method: 'GET', path: '/api/v1/tokens', tag: 'Tokens', summary: 'Tokens, newest first, without their values', access: { permission: null, scope: 'read' }, query: pageQuery,
    response: z.object({ items: z.array(tokenAnswer), nextCursor: z.string().nullable() }),
    handle: async ({ actor, query }) => {
      const before = decodeCursor(query.cursor, z.string())
      return pageOf(await listTokens(actor, { limit: query.limit + 1, ...(before === null ? {} : { before }) }), query.limit, (row) => row, (row) => row.id)
    },
  }),
  route({
    method: 'DELETE', path: '/api/v1/tokens/:id', tag: 'Tokens', summary: 'Revoke a token now', status: 204, access: { permission: null, scope: 'write' }, params: z.strictObject({ id: z.string().max(100) }),
    handle: async ({ actor, ctx, params }) => revokeToken(actor, ctx, params.id),
  }),
]
