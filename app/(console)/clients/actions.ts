'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changeClient, registerClient } from '@/lib/registry/commands/clients'
import { clientChangeSchema, newClientSchema } from '@/lib/registry/workload-input'

export const registerClientAction = action({ permission: 'workload.register', schema: newClientSchema }, async ({ actor, ctx, input }) => {
  const made = await registerClient(actor, ctx, input)
  revalidatePath(paths.clients())
  return { id: made.id }
})

export const changeClientAction = action({ permission: 'workload.register', schema: z.strictObject({ id: z.string(), change: clientChangeSchema }) }, async ({ actor, ctx, input }) => {
  const changed = await changeClient(actor, ctx, input.id, input.change)
  revalidatePath(paths.client(input.id))
  return { id: changed.id }
})
