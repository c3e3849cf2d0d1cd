'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { decideRun } from '@/lib/discovery/commands/decide-run'
import { runDiscovery } from '@/lib/discovery/commands/run-discovery'
import { decisionSchema } from '@/lib/discovery/run-view'
import { approveDefinition } from '@/lib/grants/commands/approve-definition'
import { newId } from '@/lib/ids'
import { paths } from '@/lib/paths'
import { importServerJson } from '@/lib/registry/commands/import-server-json'
import { reasonSchema } from '@/lib/registry/server-input'
import { toolNameSchema } from '@/lib/registry/workload-input'

const slug = z.string().min(1).max(63)

/** Asks the live server. A run that failed is an answer, not a refusal. */
export const discoverAction = action({ permission: 'server.discover', schema: z.strictObject({ slug }) }, async ({ actor, ctx, input }) => {
  const later = () => {
    const now = new Date()
    return { now, id: (kind: Parameters<typeof newId>[0]) => newId(kind, now) }
  }
  const run = await runDiscovery(actor, ctx, input.slug, { trigger: 'manual', later })
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

/** Strict about what is asked here; the command judges the document and every choice in it. */
const importSchema = z.strictObject({
  serverJson: z.looseObject({}), slug: z.string().max(100).optional(), ownerEmail: z.string().max(320).optional(), environment: z.string().max(50).optional(), sensitivity: z.string().max(50).optional(),
})

export const importServerAction = action({ permission: 'server.register', schema: importSchema }, async ({ actor, ctx, input }) => {
  const made = await importServerJson(actor, ctx, Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)))
  revalidatePath(paths.servers())
  return { slug: made.slug, warnings: made.warnings }
})
