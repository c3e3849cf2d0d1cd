'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { emailSchema } from '@/lib/people/model'
import { changeAgent, registerAgent } from '@/lib/registry/commands/agents'
import { purposeSchema } from '@/lib/registry/server-input'
import { agentChangeSchema, newAgentSchema } from '@/lib/registry/workload-input'

/** People say what an agent is for; machines that register many may leave it for later. */
const registrationSchema = newAgentSchema.extend({ purpose: purposeSchema })

export const registerAgentAction = action({ permission: 'workload.register', schema: registrationSchema }, async ({ actor, ctx, input }) => {
  const made = await registerAgent(actor, ctx, input)
  revalidatePath(paths.agents())
  return { id: made.id }
})

export const changeAgentAction = action({ permission: 'workload.register', schema: z.strictObject({ id: z.string(), change: agentChangeSchema.extend({ purpose: purposeSchema.optional() }) }) }, async ({ actor, ctx, input }) => {
  const changed = await changeAgent(actor, ctx, input.id, input.change)
  revalidatePath(paths.agent(input.id))
  return { id: changed.id }
})

/** Somebody else answers for an agent from now on; requests that are pending are judged by who is too close then. */
export const setSponsorAction = action({ permission: 'workload.register', schema: z.strictObject({ id: z.string().max(100), sponsorEmail: emailSchema }) }, async ({ actor, ctx, input: { id, sponsorEmail } }) => {
  const { sponsor } = await changeAgent(actor, ctx, id, { sponsorEmail })
  revalidatePath(paths.agent(id))
  return { name: sponsor.name }
})
