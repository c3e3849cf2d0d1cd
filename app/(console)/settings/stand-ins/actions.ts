'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { endDelegation, setDelegation } from '@/lib/people/commands/delegations'
import { endDelegationSchema, newDelegationSchema } from '@/lib/people/delegation'

export const setStandInAction = action({ permission: null, schema: newDelegationSchema }, async ({ actor, ctx, input }) => {
  const { id } = await setDelegation(ctx, actor, input)
  revalidatePath(paths.standIns())
  return { id }
})

export const endStandInAction = action({ permission: null, schema: endDelegationSchema.extend({ id: z.string().max(100) }) }, async ({ actor, ctx, input }) => {
  const { id } = await endDelegation(ctx, actor, input.id, input.reason)
  revalidatePath(paths.standIns())
  return { id }
})
