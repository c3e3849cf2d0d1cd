'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { emailSchema } from '@/lib/people/model'
import { changeTeam, createTeam } from '@/lib/people/commands/teams'

export const createTeamAction = action({ permission: 'people.manage', schema: z.strictObject({ name: z.string().trim().min(1, 'give it a name').max(100) }) }, async ({ actor, ctx, input }) => {
  const made = await createTeam(actor, ctx, input)
  revalidatePath(paths.teams())
  return made
})

export const changeTeamAction = action({ permission: 'people.manage', schema: z.strictObject({ id: z.string(), add: z.array(emailSchema), remove: z.array(emailSchema) }) }, async ({ actor, ctx, input: { id, ...change } }) => {
  await changeTeam(actor, ctx, id, change)
  revalidatePath(paths.team(id))
  return null
})
