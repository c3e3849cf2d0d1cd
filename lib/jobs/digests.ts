import type { Ctx } from '@/lib/context'
import { endingDigests, toldKeys } from '@/lib/grants/ending'
import { toldOf, writeDigests } from '@/lib/notify/digest'
import { undecided } from '@/lib/reviews/queries/undecided'
import { dueDigests, dueKeys } from '@/lib/reviews/reminders'
import { grantsToTell } from '@/lib/views/ending-grants'
import { waitingDigests } from '@/lib/views/waiting-digest'

/** Tells each person, once a day, which grants they answer for end within 14, 7 and 1 days; each grant once at each of these marks. */
export function tellOfEnding(ctx: Ctx): Promise<number | null> {
  return writeDigests(ctx, 'grants.ending', async () => {
    const lines = await grantsToTell(ctx.now)
    return endingDigests(lines, await toldOf(toldKeys(lines, ctx.now.getTime())), ctx.now.getTime())
  })
}

/** Tells each person, once a day, which requests have waited for them for two days. */
export function tellOfWaiting(ctx: Ctx): Promise<number | null> {
  return writeDigests(ctx, 'requests.waiting', () => waitingDigests(ctx.now))
}

/** Tells each person, once a day and in one message, what of all reviews waits for them, where a deadline has come nearer by one of its marks. */
export function tellOfReviewsDue(ctx: Ctx): Promise<number | null> {
  return writeDigests(ctx, 'reviews.due', async () => {
    const waiting = await undecided(null, ctx.now)
    return dueDigests(waiting, await toldOf(dueKeys(waiting, ctx.now.getTime())), ctx.now.getTime())
  })
}
