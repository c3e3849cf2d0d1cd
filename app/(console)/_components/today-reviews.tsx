import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ReviewsToday } from '@/lib/views/overview-reviews'
import { counted, list } from './today-words'
import type { TodayLine } from './today'

const SILENCE: Record<string, string> = { revoke: 'What is not answered is revoked.', keep: 'What is not answered is kept.', escalate: 'What is not answered is asked of others, and then revoked.' }

/** What the actor is asked in reviews. */
export function reviews({ items, count, first }: ReviewsToday['waiting']): TodayLine {
  if (items === 0) return { waits: null, quiet: <>No review waits for your answers. <TextLink href={paths.reviews()}>Reviews</TextLink></> }
  const rules = new Set(first.map((one) => one.silence))
  const [rule = ''] = rules
  return {
    quiet: null,
    waits: {
      number: counted(items, paths.reviews(), 'items of reviews that wait for your answer'), question: 'What are you asked to review?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.reviewItems(one.id, { view: 'undecided' })}>{one.name}</TextLink>, {one.left.toLocaleString('en-GB')} left{one.endsAt === null ? null : <> by <Time iso={one.endsAt} format="day" /></>}</>), count, '; ')}. {rules.size === 1 ? SILENCE[rule] : null}</>,
    },
  }
}

/** What campaigns decided and is not so yet, or cannot be shown to be. */
export function notOver({ items, count, first }: NonNullable<ReviewsToday['notOver']>): TodayLine {
  if (items === 0) return { waits: null, quiet: 'What reviews decided is in force, or about to be.' }
  return {
    quiet: null,
    waits: {
      number: counted(items, paths.reviews(), 'outcomes of reviews that need somebody'), question: 'Which outcomes of reviews need somebody?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.reviewRemediation(one.id)}>{one.name}</TextLink>, {one.items.toLocaleString('en-GB')}</>), count, '; ')}: not applied, still in use, or not to be shown to be over.</>,
    },
  }
}
