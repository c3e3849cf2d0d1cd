'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { resumeGrant, revokeGrant, suspendGrant } from '@/lib/grants/commands/change-grant'
import { importGrants } from '@/lib/grants/commands/import-grants'
import { narrowGrant } from '@/lib/grants/commands/narrow-grant'
import { importBodySchema, reasonBody } from '@/lib/grants/import-model'
import { narrowBodySchema } from '@/lib/grants/narrow-model'
import { paths } from '@/lib/paths'

const change = reasonBody.extend({ id: z.string() })

export const revoke = action({ permission: 'grant.revoke', schema: change }, async ({ actor, ctx, input }) => {
  await revokeGrant(ctx, actor, input.id, input.reason)
  revalidatePath(paths.grant(input.id))
})

export const suspend = action({ permission: 'grant.suspend', schema: change }, async ({ actor, ctx, input }) => {
  await suspendGrant(ctx, actor, input.id, input.reason)
  revalidatePath(paths.grant(input.id))
})

export const resume = action({ permission: 'grant.suspend', schema: change }, async ({ actor, ctx, input }) => {
  await resumeGrant(ctx, actor, input.id, input.reason)
  revalidatePath(paths.grant(input.id))
})

/** Answers the ids of what stands in its place. */
export const narrow = action({ permission: 'grant.revoke', schema: narrowBodySchema.extend({ id: z.string() }) }, async ({ actor, ctx, input: { id, ...input } }) => {
  const { replacements } = await narrowGrant(ctx, actor, id, input)
  revalidatePath(paths.grant(id))
  return { replacements: replacements.map((grant) => grant.id) }
})

/** What the import would do, row by row; stores nothing. */
export const previewImport = action({ permission: 'grant.import', schema: importBodySchema }, async ({ actor, ctx, input }) => importGrants(ctx, actor, { ...input, dryRun: true }))

export const runImport = action({ permission: 'grant.import', schema: importBodySchema.extend({ atomic: z.boolean() }) }, async ({ actor, ctx, input }) => {
  const answer = await importGrants(ctx, actor, input)
  revalidatePath(paths.grants())
  return answer
})
