'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { acceptTransfer, declineTransfer, withdrawTransfer } from '@/lib/lifecycle/commands/answer-transfer'
import { askTransfer } from '@/lib/lifecycle/commands/ask-transfer'
import { attestOwnership, attestSchema } from '@/lib/lifecycle/commands/attest'
import { changeLifecyclePolicy } from '@/lib/lifecycle/commands/change-policy'
import { changeLifecyclePolicySchema, previewPolicySchema } from '@/lib/lifecycle/policy'
import { previewLifecyclePolicy } from '@/lib/lifecycle/queries/preview'
import { acceptTransferSchema, askTransferSchema, transferReasonSchema } from '@/lib/lifecycle/transfer'
import { paths } from '@/lib/paths'

/** Ownership stands on the board, on transfers and on the page of what is owned. */
function refresh(): void {
  revalidatePath(paths.overview(), 'layout')
}

const id = z.string().max(100)

export const attestAction = action({ permission: 'ownership.change', schema: attestSchema }, async ({ actor, ctx, input }) => {
  const { nextDueAt } = await attestOwnership(ctx, actor, input)
  refresh()
  return { nextDueAt }
})

export const askTransferAction = action({ permission: 'ownership.change', schema: askTransferSchema }, async ({ actor, ctx, input }) => {
  const { state, sentence } = await askTransfer(ctx, actor, input)
  refresh()
  return { state, sentence }
})

export const acceptTransferAction = action({ permission: 'ownership.change', schema: acceptTransferSchema.extend({ id }) }, async ({ actor, ctx, input }) => {
  const { state, sentence } = await acceptTransfer(ctx, actor, input.id, input.reason)
  refresh()
  return { state, sentence }
})

export const declineTransferAction = action({ permission: 'ownership.change', schema: transferReasonSchema.extend({ id }) }, async ({ actor, ctx, input }) => {
  await declineTransfer(ctx, actor, input.id, input.reason)
  refresh()
  return {}
})

export const withdrawTransferAction = action({ permission: 'ownership.change', schema: transferReasonSchema.extend({ id }) }, async ({ actor, ctx, input }) => {
  await withdrawTransfer(ctx, actor, input.id, input.reason)
  refresh()
  return {}
})

export const previewPolicyAction = action({ permission: 'lifecycle.manage', schema: previewPolicySchema }, async ({ actor, ctx, input }) => previewLifecyclePolicy(actor, input.content, ctx.now))

export const changeLifecyclePolicyAction = action({ permission: 'lifecycle.manage', schema: changeLifecyclePolicySchema }, async ({ actor, ctx, input }) => {
  const { number } = await changeLifecyclePolicy(ctx, actor, input)
  refresh()
  return { number }
})
