import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ReviewsToday, StuckReview } from '@/lib/views/overview-reviews'
import { counted, list } from './today-words'
import type { TodayLine } from './today'

/** What the actor is asked in reviews. */
export function reviews({ items, count, first }: ReviewsToday['waiting']): TodayLine {
  if (items === 0) return { waits: null, quiet: <>No review waits for your answers. <TextLink href={paths.reviews()}>Reviews</TextLink></> }
  const rules = new Set(first.map((one) => one.silence))
  const [rule = ''] = rules
  return {
    quiet: null,
    waits: {
      number: counted(items, paths.reviews(), 'items of reviews that wait for your answer'), question: 'What are you asked to review?',
      answer: <>{list(first.map((one) => <><TextLink href={paths.reviewItems(one.id, { view: 'undecided' })}>{one.name}</TextLink>, {one.left.toLocaleString('en-GB')} left{one.endsAt === null ? null : <> by <Time iso={one.endsAt} format="day" /></>}</>), count, '; ')}. {rules.size === 1 ? rule : null}</>,
    },
  }
}

/** Where campaigns do not go on by themselves. */
export function stuck({ items, count, first }: NonNullable<ReviewsToday['stuck']>): TodayLine {
  if (items === 0) return { waits: null, quiet: 'Every review goes on by itself.' }
  return {
    quiet: null,
    waits: {
      number: counted(items, paths.reviews(), 'items of reviews that do not go on by themselves'), question: 'Which reviews do not go on by themselves?',
      answer: <>{list(first.map((one) => <><TextLink href={one.items === 0 ? paths.review(one.id) : paths.reviewRemediation(one.id)}>{one.name}</TextLink>: {saidOf(one)}</>), count, '; ')}.</>,
    },
  }
}

function saidOf({ nobody, items }: StuckReview): string {
  const asked = nobody === 0 ? null : `nobody can be asked about ${nobody.toLocaleString('en-GB')}`
  const over = items === 0 ? null : `${items.toLocaleString('en-GB')} ${items === 1 ? 'outcome is' : 'outcomes are'} not applied, or not over`
  return [asked, over].flatMap((part) => part ?? []).join(', ')
}
