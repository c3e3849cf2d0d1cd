'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { discardDeadLetters, retryDeadLetters, chosenLetters } from '@/lib/activity/commands/dead-letters'
import { createSource, updateSource } from '@/lib/activity/commands/sources'
import { tryInput, tryRecords } from '@/lib/activity/commands/try-records'
import { sourceInput, sourcePatch } from '@/lib/activity/source-input'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'

export const createSourceAction = action({ permission: 'source.manage', schema: sourceInput }, async ({ actor, ctx, input }) => {
  const made = await createSource(actor, ctx, input)
  revalidatePath(paths.sources())
  return { name: made.name, token: made.token, tokenExpiresAt: made.tokenExpiresAt.toISOString() }
})

export const updateSourceAction = action({ permission: 'source.manage', schema: z.strictObject({ name: z.string(), patch: sourcePatch }) }, async ({ actor, ctx, input }) => {
  await updateSource(actor, ctx, input.name, input.patch)
  revalidatePath(paths.source(input.name))
  return null
})

export const tryRecordsAction = action({ permission: 'source.read', schema: z.strictObject({ format: z.string().max(100), ...tryInput.shape }) }, async ({ actor, ctx, input: { format, ...input } }) =>
  tryRecords(actor, ctx, format, input))

export const retryLettersAction = action({ permission: 'activity.parameters', schema: chosenLetters }, async ({ actor, ctx, input }) => {
  const done = await retryDeadLetters(actor, ctx, input)
  revalidatePath(paths.deadLetters())
  return done
})

export const discardLettersAction = action({ permission: 'activity.parameters', schema: chosenLetters }, async ({ actor, ctx, input }) => {
  const done = await discardDeadLetters(actor, ctx, input)
  revalidatePath(paths.deadLetters())
  return done
})
