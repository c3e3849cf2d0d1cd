'use server'

import { revalidatePath } from 'next/cache'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { classifyTools } from '@/lib/registry/commands/classify-tools'
import { classifyManySchema } from '@/lib/registry/workload-input'

export const classifyToolsAction = action({ permission: 'tool.classify', schema: classifyManySchema }, async ({ actor, ctx, input }) => {
  const result = await classifyTools(actor, ctx, input)
  revalidatePath(paths.tools())
  return result
})
