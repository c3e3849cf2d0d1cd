import type { Ctx } from '@/lib/context'
import { newCtx } from '@/lib/ids'
import { closeDueStages } from '@/lib/reviews/commands/close-stage'
import { confirmDue } from '@/lib/reviews/commands/confirm'
import { keepReviewers } from '@/lib/reviews/commands/keep-reviewers'
import { endDeadLaunches } from '@/lib/reviews/commands/launch-progress'
import { remediateDue } from '@/lib/reviews/commands/remedy'
import { startDueReviews } from '@/lib/reviews/commands/start-due'
import { debounced } from './debounce'
import type { JobsLog } from './run'
import type { Scheduled } from './schedule'

/** On which commands say that a review has come to something. */
export const REVIEWS_CHANNEL = 'bailiwick_reviews'

/** Soon after somebody has closed a stage, and several of one moment together. */
const PACE = { quiet: 250, atMost: 2_000 }

/** What reviews need done by themselves, in the order in which one leads to the next. Reviewers come before closing, so that whoever has fallen away is replaced first. */
const STEPS: readonly { what: string; run: (makeCtx: () => Ctx) => Promise<number> }[] = [
  { what: 'Telling of launches that broke off', run: endDeadLaunches },
  { what: 'Starting reviews', run: startDueReviews },
  { what: 'Looking after the reviewers', run: keepReviewers },
  { what: 'Closing stages of reviews', run: closeDueStages },
  { what: 'Applying what reviews came to', run: remediateDue },
  { what: 'Watching what reviews have ended', run: confirmDue },
]

/** Does all of it once. A step that fails is told and stops no other; it is tried again the next time. */
export async function tendReviews(makeCtx: () => Ctx, failed: (what: string, error: unknown) => void): Promise<void> {
  for (const { what, run } of STEPS) {
    try {
      await run(makeCtx)
    } catch (error) {
      failed(what, error)
    }
  }
}

/** Tends reviews when `call` says that something has come, and each minute; never twice at a time in one process. */
export function startReviews(log: JobsLog): { call: () => void; scheduled: readonly Scheduled[]; stop: () => Promise<void> } {
  const failed = (what: string, error: unknown): void => log('error', `${what} failed; it is tried again`, error instanceof AggregateError ? error.errors : error)
  const soon = debounced(() => tendReviews(newCtx, failed), PACE, (error) => failed('Tending reviews', error))
  return { call: soon.call, scheduled: [{ name: 'reviews', cron: '* * * * *', run: async () => soon.call() }], stop: soon.stop }
}
