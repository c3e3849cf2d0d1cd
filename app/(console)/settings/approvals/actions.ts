'use server'

import { revalidatePath } from 'next/cache'
import { action } from '@/lib/boundary/action'
import { paths } from '@/lib/paths'
import { changePolicySchema } from '@/lib/requests/approval-policy'
import { changePolicy } from '@/lib/requests/commands/change-policy'

export const changePolicyAction = action({ permission: 'approvals.manage', schema: changePolicySchema }, async ({ actor, ctx, input }) => {
  const { number, loosened } = await changePolicy(ctx, actor, input)
  revalidatePath(paths.approvals())
  return { number, loosened: loosened.length }
})
