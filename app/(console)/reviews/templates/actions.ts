'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changeTemplate, createTemplate } from '@/lib/reviews/commands/save-template'
import { templateSchema } from '@/lib/reviews/content'

export const createTemplateAction = action({ permission: 'review.run', schema: templateSchema }, async ({ actor, ctx, input }) => {
  const { id } = await createTemplate(ctx, actor, input)
  revalidatePath(paths.reviewTemplates())
  return { id }
})

export const changeTemplateAction = action({ permission: 'review.run', schema: z.strictObject({ id: z.string().min(1).max(100), version: z.number().int(), template: templateSchema }) }, async ({ actor, ctx, input }) => {
  await changeTemplate(ctx, actor, input.id, { ...input.template, version: input.version })
  revalidatePath(paths.reviewTemplates())
  return { id: input.id }
})
