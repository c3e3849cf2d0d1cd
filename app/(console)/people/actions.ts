'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { invitePerson } from '@/lib/auth/commands/invite'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { answerRoleChange } from '@/lib/people/commands/roles'
import { newPersonSchema, personChangeSchema } from '@/lib/people/model'

export const registerPersonAction = action({ permission: 'people.manage', schema: newPersonSchema }, async ({ actor, ctx, input }) => {
  const made = await registerPerson(actor, ctx, input)
  revalidatePath(paths.people())
  return { id: made.id, waits: made.pendingRoles.length > 0 }
})

export const changePersonAction = action({ permission: 'people.manage', schema: z.strictObject({ id: z.string(), change: personChangeSchema }) }, async ({ actor, ctx, input }) => {
  const { pendingRoles } = await changePerson(actor, ctx, input.id, input.change)
  revalidatePath(paths.person(input.id))
  return { id: input.id, waits: pendingRoles.length > 0 }
})

export const answerRoleAction = action({
  permission: 'people.read', schema: z.strictObject({ id: z.string(), answer: z.enum(['grant', 'refuse']), reason: z.string().trim().min(1, 'say why').max(2000) }),
}, async ({ actor, ctx, input: { id, ...answer } }) => {
  const done = await answerRoleChange(actor, ctx, id, answer)
  revalidatePath(paths.people())
  return done
})

/** The URL is in the answer only: it is shown once. */
export const invitePersonAction = action({ permission: 'people.manage', schema: z.string() }, async ({ actor, ctx, input }) => {
  const made = await invitePerson(actor, ctx, input)
  return { signInUrl: made.signInUrl, expiresAt: made.expiresAt.toISOString() }
})
