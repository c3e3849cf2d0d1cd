'use server'

import { revalidatePath } from 'next/cache'
import { z } from 'zod'
import { action } from '@/lib/boundary/action'
import { newCtx } from '@/lib/ids'
import { paths } from '@/lib/paths'
import { cancelCampaign, changeDraft, draftCampaign } from '@/lib/reviews/commands/draft-campaign'
import { requestLaunch } from '@/lib/reviews/commands/launch-campaign'
import { contentSchema, draftSchema, REVIEW_KINDS, scheduleSchema, templateSchema } from '@/lib/reviews/content'
import { reviewReasonSchema } from '@/lib/reviews/model'
import { preflight } from '@/lib/reviews/queries/preflight'
import { isTimeZone, nextTimes } from '@/lib/reviews/schedule'
import { scheduleText } from '@/lib/reviews/schedule-text'

const id = z.string().min(1).max(100)

/** What this would hold and whom it would ask, if it were launched now, and when its calendar strikes next. Writes nothing. */
export const forecastAction = action({ permission: 'review.run', schema: z.strictObject({ kind: z.enum(REVIEW_KINDS), content: contentSchema, schedule: scheduleSchema.nullable() }) }, async ({ actor, ctx, input: { kind, content, schedule } }) => {
  const found = await preflight(actor, kind, content, ctx.now)
  const calendar = schedule === null || !isTimeZone(schedule.timeZone) ? null : { text: scheduleText(schedule), next: nextTimes(schedule, ctx.now, 3).map((time) => time.toISOString()) }
  return { preflight: found, calendar }
})

export const draftAction = action({ permission: 'review.run', schema: draftSchema }, async ({ actor, ctx, input }) => ({ id: (await draftCampaign(ctx, actor, input)).id }))

export const changeDraftAction = action({ permission: 'review.run', schema: z.strictObject({ id, name: templateSchema.shape.name, content: contentSchema }) }, async ({ actor, ctx, input }) => {
  await changeDraft(ctx, actor, input.id, { name: input.name, content: input.content })
  revalidatePath(paths.review(input.id))
  return { id: input.id }
})

/** Long enough to hear of a refusal, or that a small review is launched already. */
const HEARD_MS = 1_500

/**
 * Begins to launch and answers when it is done, when it is refused, or after a moment: a large review goes on by itself, and how far it
 * is stands with the campaign, which the page asks for. What fails after that moment is said there too.
 */
export const launchAction = action({ permission: 'review.run', schema: z.strictObject({ id }) }, async ({ actor, input }) => {
  const launch = requestLaunch(newCtx, actor, input.id).then(() => true)
  let timer: NodeJS.Timeout | undefined
  const moment = new Promise<boolean>((resolve) => { timer = setTimeout(() => resolve(false), HEARD_MS) })
  const launched = await Promise.race([launch, moment]).finally(() => clearTimeout(timer))
  // What fails from now on is told by the campaign.
  if (!launched) launch.catch(() => undefined)
  revalidatePath(paths.review(input.id))
  return { launched }
})

export const cancelReviewAction = action({ permission: 'review.run', schema: z.strictObject({ id, reason: reviewReasonSchema }) }, async ({ actor, ctx, input }) => {
  await cancelCampaign(ctx, actor, input.id, input.reason)
  revalidatePath(paths.review(input.id))
})
