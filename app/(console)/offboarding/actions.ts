'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { newCtx } from '@/lib/ids'
import { lookAtCase } from '@/lib/offboarding/commands/look'
import { openCase } from '@/lib/offboarding/commands/open-case'
import { openMany } from '@/lib/offboarding/commands/open-many'
import { attestLine, exemptLine } from '@/lib/offboarding/commands/attest-line'
import { cancelCase } from '@/lib/offboarding/commands/cancel-case'
import { signCase } from '@/lib/offboarding/commands/close-case'
import { explainCase } from '@/lib/offboarding/commands/explain-case'
import { freezeCase } from '@/lib/offboarding/commands/freeze-case'
import { planCase } from '@/lib/offboarding/commands/plan-case'
import { revokeCase } from '@/lib/offboarding/commands/revoke-case'
import { attestLineSchema, offboardingReasonSchema, openCaseSchema, openManySchema, planCaseSchema, revokeCaseSchema } from '@/lib/offboarding/model'
import { paths } from '@/lib/paths'

const id = z.string().min(1).max(100)
const withReason = z.strictObject({ id, reason: offboardingReasonSchema })

export const openCaseAction = action({ permission: 'offboarding.open', schema: openCaseSchema }, async ({ actor, ctx, input }) => {
  const opened = await openCase(ctx, actor, input)
  revalidatePath(paths.offboarding(), 'layout')
  return { id: opened.id }
})

/** Opens many, or with `dryRun` says what it would open. */
export const openManyAction = action({ permission: 'offboarding.open', schema: openManySchema }, async ({ actor, input }) => {
  const answer = await openMany(newCtx, actor, input)
  if (!input.dryRun) revalidatePath(paths.offboarding(), 'layout')
  return answer
})

export const planCaseAction = action({ permission: 'offboarding.run', schema: z.strictObject({ id, plan: planCaseSchema }) }, async ({ actor, ctx, input }) => {
  await planCase(ctx, actor, input.id, input.plan)
  revalidatePath(paths.offboardingCase(input.id))
})

export const freezeCaseAction = action({ permission: 'offboarding.open', schema: withReason }, async ({ actor, ctx, input }) => {
  await freezeCase(ctx, actor, input.id, input.reason)
  revalidatePath(paths.offboardingCase(input.id))
})

export const revokeCaseAction = action({ permission: 'offboarding.run', schema: z.strictObject({ id, revocation: revokeCaseSchema }) }, async ({ actor, ctx, input }) => {
  await revokeCase(ctx, actor, input.id, input.revocation)
  revalidatePath(paths.offboardingCase(input.id))
})

export const cancelCaseAction = action({ permission: 'offboarding.sign', schema: withReason }, async ({ actor, ctx, input }) => {
  await cancelCase(ctx, actor, input.id, input.reason)
  revalidatePath(paths.offboardingCase(input.id))
})

/** Who must act on the line may say that it is done, whatever their role; the command asks. */
export const attestLineAction = action({ permission: null, schema: z.strictObject({ id, line: id, attestation: attestLineSchema }) }, async ({ actor, ctx, input }) => {
  await attestLine(ctx, actor, input.id, input.line, input.attestation)
  revalidatePath(paths.offboardingCase(input.id))
})

export const exemptLineAction = action({ permission: 'offboarding.sign', schema: z.strictObject({ id, line: id, reason: offboardingReasonSchema }) }, async ({ actor, ctx, input }) => {
  await exemptLine(ctx, actor, input.id, input.line, input.reason)
  revalidatePath(paths.offboardingCase(input.id))
})

export const signCaseAction = action({ permission: 'offboarding.sign', schema: withReason }, async ({ actor, ctx, input }) => {
  await signCase(ctx, actor, input.id, input.reason)
  revalidatePath(paths.offboardingCase(input.id))
})

export const explainCaseAction = action({ permission: 'offboarding.run', schema: withReason }, async ({ actor, ctx, input }) => {
  await explainCase(ctx, actor, input.id, input.reason)
  revalidatePath(paths.offboardingCase(input.id))
})

/** Answers how it stands after the look. */
export const lookAtCaseAction = action({ permission: 'offboarding.run', schema: z.strictObject({ id }) }, async ({ actor, ctx, input }) => {
  const { sentence } = await lookAtCase(ctx, actor, input.id)
  revalidatePath(paths.offboardingCase(input.id))
  return { sentence }
})
