'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { moveServer } from '@/lib/offboarding/commands/move-server'
import { paths } from '@/lib/paths'
import { classifyTool } from '@/lib/registry/commands/classify-tool'
import { editServer } from '@/lib/registry/commands/edit-server'
import { registerServer } from '@/lib/registry/commands/register-server'
import { newServerSchema, serverChangeSchema, transitionSchema } from '@/lib/registry/server-input'
import { classifySchema, toolNameSchema } from '@/lib/registry/workload-input'

const slug = z.string().min(1).max(63)

export const registerServerAction = action({ permission: 'server.register', schema: newServerSchema }, async ({ actor, ctx, input }) => {
  const made = await registerServer(actor, ctx, input)
  revalidatePath(paths.servers())
  return { slug: made.slug }
})

export const editServerAction = action({ permission: 'server.edit', schema: z.strictObject({ slug, change: serverChangeSchema }) }, async ({ actor, ctx, input }) => {
  await editServer(actor, ctx, input.slug, input.change)
  revalidatePath(paths.server(input.slug))
  return { slug: input.slug }
})

/** `waiting` = the first of two consents is given; the server has not moved. */
export const moveServerAction = action({ permission: 'server.transition', schema: transitionSchema.extend({ slug }) }, async ({ actor, ctx, input: { slug: which, ...wanted } }) => {
  const moved = await moveServer(actor, ctx, which, wanted)
  revalidatePath(paths.server(which))
  return { lifecycle: moved.lifecycle, waiting: moved.pending !== undefined }
})

export const classifyToolAction = action({ permission: 'tool.classify', schema: classifySchema.extend({ slug, name: toolNameSchema }) }, async ({ actor, ctx, input: { slug: which, name, ...wanted } }) => {
  const tool = await classifyTool(actor, ctx, which, name, wanted)
  revalidatePath(paths.server(which))
  return { accessClass: tool.accessClass }
})
