'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { applyDocument } from '@/lib/document/commands/apply-document'
import { previewDocument } from '@/lib/document/commands/preview-document'
import { formatOf } from '@/lib/document/read-text'
import { paths } from '@/lib/paths'

const text = z.string().min(1, 'is empty')

/** What the document would take; writes nothing. */
export const planDocument = action({ permission: 'registry.read', schema: z.strictObject({ text }) }, async ({ actor, ctx, input }) => previewDocument(ctx, actor, input.text))

/** Exactly the plan that was looked at. */
export const runDocument = action({ permission: 'grant.request', schema: z.strictObject({ text, hash: z.string() }) }, async ({ actor, ctx, input }) => {
  const answer = await applyDocument(ctx, actor, { ...input, format: formatOf(input.text) })
  revalidatePath(paths.grantDocument())
  return answer
})
