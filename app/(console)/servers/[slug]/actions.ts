'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { decideRun } from '@/lib/discovery/commands/decide-run'
import { requestDiscovery } from '@/lib/discovery/commands/run-discovery'
import { decisionSchema } from '@/lib/discovery/run-view'
import { approveDefinition } from '@/lib/grants/commands/approve-definition'
import { newCtx } from '@/lib/ids'
import { paths } from '@/lib/paths'
import { changeTool } from '@/lib/registry/commands/change-tool'
import { resourceRulesSchema } from '@/lib/registry/resource-rules'
import { reasonSchema } from '@/lib/registry/server-input'
import { toolNameSchema } from '@/lib/registry/workload-input'

const slug = z.string().min(1).max(63)

/** Asks the live server. A run that failed is an answer, not a refusal. */
export const discoverAction = action({ permission: 'server.discover', schema: z.strictObject({ slug }) }, async ({ actor, input }) => {
  const run = await requestDiscovery(actor, newCtx, input.slug, { trigger: 'manual' })
  revalidatePath(paths.server(input.slug))
  return { status: run.status }
})

export const decideRunAction = action({ permission: 'server.discover', schema: decisionSchema.extend({ slug, run: z.string().min(1).max(100) }) }, async ({ actor, ctx, input: { slug: which, run, ...decision } }) => {
  const decided = await decideRun(actor, ctx, run, decision)
  revalidatePath(paths.server(which))
  return { status: decided.status }
})

export const approveDefinitionAction = action({ permission: 'definition.approve', schema: z.strictObject({ slug, name: toolNameSchema, number: z.number().int().min(1), reason: reasonSchema }) }, async ({ actor, ctx, input: { slug: which, name, ...approval } }) => {
  const approved = await approveDefinition(actor, ctx, which, name, approval)
  revalidatePath(paths.server(which))
  return { released: approved.released, bound: approved.bound }
})

export const setRulesAction = action({ permission: 'tool.classify', schema: z.strictObject({ slug, name: toolNameSchema, resourceRules: resourceRulesSchema, reason: reasonSchema }) }, async ({ actor, ctx, input: { slug: which, name, ...change } }) => {
  await changeTool(actor, ctx, which, name, change)
  revalidatePath(paths.server(which))
  return { name }
})
