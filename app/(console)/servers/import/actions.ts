'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { importServerJson } from '@/lib/registry/commands/import-server-json'

/** Strict about what is asked here; the command judges the document and every choice in it. */
const importSchema = z.strictObject({
  serverJson: z.looseObject({}), slug: z.string().max(100).optional(), ownerEmail: z.string().max(320).optional(), environment: z.string().max(50).optional(), sensitivity: z.string().max(50).optional(),
})

export const importServerAction = action({ permission: 'server.register', schema: importSchema }, async ({ actor, ctx, input }) => {
  const made = await importServerJson(actor, ctx, Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)))
  revalidatePath(paths.servers())
  return { slug: made.slug, warnings: made.warnings }
})
