import type { Ctx } from '@/lib/context'
import { endingDigests, toldKeys } from '@/lib/grants/ending'
import { toldOf, writeDigests } from '@/lib/notify/digest'
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
