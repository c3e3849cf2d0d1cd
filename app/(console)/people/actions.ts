'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { answerRoleChange } from '@/lib/people/commands/roles'
import { newPersonSchema, personChangeSchema } from '@/lib/people/model'

export const registerPersonAction = action({ permission: 'people.manage', schema: newPersonSchema }, async ({ actor, ctx, input }) => {
  const made = await registerPerson(actor, ctx, input)
  revalidatePath(paths.people())
  return made
})

export const changePersonAction = action({ permission: 'people.manage', schema: z.strictObject({ id: z.string(), change: personChangeSchema }) }, async ({ actor, ctx, input }) => {
  await changePerson(actor, ctx, input.id, input.change)
  revalidatePath(paths.person(input.id))
  return null
})

export const answerRoleAction = action({
  permission: 'people.read', schema: z.strictObject({ id: z.string(), answer: z.enum(['grant', 'refuse']), reason: z.string().trim().min(1, 'say why').max(2000) }),
}, async ({ actor, ctx, input: { id, ...answer } }) => {
  const done = await answerRoleChange(actor, ctx, id, answer)
  revalidatePath(paths.people())
  return done
})
