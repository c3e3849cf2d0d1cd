import { closeDueStages } from '@/lib/reviews/commands/close-stage'
import { confirmDue } from '@/lib/reviews/commands/confirm'
import { keepReviewers } from '@/lib/reviews/commands/keep-reviewers'
import { endDeadLaunches } from '@/lib/reviews/commands/launch-progress'
import { remediateDue } from '@/lib/reviews/commands/remedy'
import { startDueReviews } from '@/lib/reviews/commands/start-due'
import type { Step } from './tend'

/** On which commands say that a review has come to something. */
export const REVIEWS_CHANNEL = 'bailiwick_reviews'

/** What reviews need done by themselves, in the order in which one leads to the next. Reviewers come before closing, so that whoever has fallen away is replaced first. */
export const REVIEW_STEPS: readonly Step[] = [
  { what: 'Telling of launches that broke off', run: endDeadLaunches },
  { what: 'Starting reviews', run: startDueReviews },
  { what: 'Looking after the reviewers', run: keepReviewers },
  { what: 'Closing stages of reviews', run: closeDueStages },
  { what: 'Applying what reviews came to', run: remediateDue },
  { what: 'Watching what reviews have ended', run: confirmDue },
]
