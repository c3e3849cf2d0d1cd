'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { changePassword } from '@/lib/auth/commands/password'
import { endSessions } from '@/lib/auth/commands/sessions'
import { createToken, revokeToken } from '@/lib/auth/commands/tokens'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { roleSchema } from '@/lib/people/model'

const DAY = 86_400_000

export const createTokenAction = action({
  permission: 'token.manage',
  schema: z.strictObject({ name: z.string().trim().min(1, 'give it a name').max(100), roles: z.array(roleSchema), scopes: z.array(z.enum(['read', 'write', 'scim'])).min(1, 'choose at least one scope'), days: z.coerce.number().int().min(1).max(366) }),
}, async ({ actor, ctx, input }) => {
  const minted = await createToken(actor, ctx, { name: input.name, roles: input.roles, scopes: input.scopes, expiresAt: new Date(ctx.now.getTime() + input.days * DAY) })
  revalidatePath(paths.tokens())
  return { token: minted.token, expiresAt: minted.expiresAt.toISOString() }
})

export const revokeTokenAction = action({ permission: null, schema: z.string() }, async ({ actor, ctx, input }) => {
  await revokeToken(actor, ctx, input)
  revalidatePath(paths.tokens())
  return null
})

export const endSessionAction = action({ permission: null, schema: z.string().nullable() }, async ({ actor, ctx, input }) => {
  await endSessions(actor, ctx, input)
  revalidatePath(paths.sessions())
  return null
})

export const changePasswordAction = action({ permission: null, schema: z.strictObject({ current: z.string().max(256), next: z.string().max(1000) }) }, async ({ actor, ctx, input }) => {
  const done = await changePassword(actor, ctx, input)
  revalidatePath(paths.password())
  return done
})
