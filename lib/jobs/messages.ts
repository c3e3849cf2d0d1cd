import { newCtx } from '@/lib/ids'
import { configuredChannels } from '@/lib/notify/channels'
import { deliver } from '@/lib/notify/deliver'
import { forgetOld } from '@/lib/notify/forget'
import { lapseRequests } from '@/lib/requests/commands/lapse-requests'
import { settleRequests } from '@/lib/requests/commands/settle-requests'
import { tellOfReviews } from '@/lib/reviews/commands/tell'
import { debounced } from './debounce'
import { tellOfEnding, tellOfReviewsDue, tellOfWaiting } from './digests'
import type { JobsLog } from './run'
import type { Scheduled } from './schedule'

/** Soon after what they tell of, and several of one moment together. */
const PACE = { quiet: 250, atMost: 1_000 }

/** Delivers messages when `call` says that there are some, and by the clock; writes down what has lapsed or is complete, and the digests of the day. */
export function startMessages(log: JobsLog): { call: () => void; scheduled: readonly Scheduled[]; stop: () => Promise<void> } {
  const stopping = new AbortController()
  const work = async (): Promise<void> => {
    const { failed } = await deliver(newCtx, configuredChannels(), { signal: stopping.signal })
    if (failed > 0) log('warn', `${failed} ${failed === 1 ? 'message' : 'messages'} could not be delivered; Settings, Notifications says why and when each is tried again`)
  }
  const soon = debounced(work, PACE, (error) => log('error', 'Delivering messages failed; it is tried again', error))
  return {
    call: soon.call,
    scheduled: [
      { name: 'messages', cron: '* * * * *', run: work },
      { name: 'lapsed-requests', cron: '*/5 * * * *', run: async () => { await lapseRequests(newCtx()); await settleRequests(newCtx()) } },
      // Each writes its day's digests once, from 07:00 UTC on; the next quarter of an hour catches up with what a stopped process missed.
      { name: 'ending-digest', cron: '*/15 * * * *', run: async () => { await tellOfEnding(newCtx()) } },
      { name: 'waiting-digest', cron: '*/15 * * * *', run: async () => { await tellOfWaiting(newCtx()) } },
      { name: 'reviews-due', cron: '*/15 * * * *', run: async () => { await tellOfReviewsDue(newCtx()) } },
      { name: 'reviews-news', cron: '* * * * *', run: async () => { await tellOfReviews(newCtx) } },
      { name: 'forget-messages', cron: '37 4 * * *', run: async () => { await forgetOld(new Date()) } },
    ],
    stop: async () => {
      stopping.abort()
      await soon.stop()
    },
  }
}
