'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changeAgent, registerAgent } from '@/lib/registry/commands/agents'
import { agentChangeSchema, newAgentSchema } from '@/lib/registry/workload-input'

export const registerAgentAction = action({ permission: 'workload.register', schema: newAgentSchema }, async ({ actor, ctx, input }) => {
  const made = await registerAgent(actor, ctx, input)
  revalidatePath(paths.agents())
  return { id: made.id }
})

export const changeAgentAction = action({ permission: 'workload.register', schema: z.strictObject({ id: z.string(), change: agentChangeSchema }) }, async ({ actor, ctx, input }) => {
  const changed = await changeAgent(actor, ctx, input.id, input.change)
  revalidatePath(paths.agent(input.id))
  return { id: changed.id }
})
