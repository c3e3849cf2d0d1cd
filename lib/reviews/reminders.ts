import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { RISKS } from './campaign-view'
import type { Risk } from './frozen'
import { counted } from './sentence'
import { deadlineInWords } from './time-words'

/** What waits for one person in the present stage of one campaign, in person or in the place of somebody. Times in milliseconds. */
export type Waiting = {
  campaignId: string
  campaign: string
  stage: number
  iteration: number
  endsAt: number
  /** What leaving an item unanswered means, as a sentence. */
  silence: string
  /** Days before the deadline on which people are reminded, and on which somebody is added. */
  marks: readonly number[]
  personId: string
  left: Readonly<Record<Risk, number>>
  asked: number
  /** In whose place; null = in person. */
  insteadOf: string | null
}

const DAY = 86_400_000
/** A mail that nobody reads to its end helps nobody. */
const MOST_LINES = 30

/** The nearest mark that the deadline is within; null = it is further off, or past. The last day is always one. */
export function markOf(marks: readonly number[], endsAt: number, now: number): number | null {
  return endsAt <= now ? null : [...new Set([...marks, 1])].toSorted((a, b) => a - b).find((days) => endsAt - now <= days * DAY) ?? null
}

/** What is remembered of having reminded one person of one stage at one mark. */
export function toldKey({ campaignId, stage, iteration, personId, insteadOf }: Waiting, mark: number): string {
  return `review.due:${campaignId}:${stage}.${iteration}:${mark}:${personId}${insteadOf === null ? '' : ':instead'}`
}

export type DueDigest = { personId: string; subject: string; text: string; path: string; told: string[] }

/** All keys that the digests of `now` could tell of. */
export function dueKeys(waiting: readonly Waiting[], now: number): string[] {
  return waiting.flatMap((one) => { const mark = markOf(one.marks, one.endsAt, now); return mark === null ? [] : [toldKey(one, mark)] })
}

/**
 * One digest for each person for whom a deadline has come nearer by a mark that they were not told of. It then says all that waits for
 * them, in every campaign, since whoever sits down to one may as well do the other.
 */
export function dueDigests(waiting: readonly Waiting[], told: ReadonlySet<string>, now: number): DueDigest[] {
  const open = waiting.filter((one) => one.endsAt > now && leftOf(one) > 0)
  return [...Map.groupBy(open, (one) => one.personId)].flatMap(([personId, own]) => {
    const fresh = dueKeys(own, now).filter((key) => !told.has(key))
    return fresh.length === 0 ? [] : [digestOf(personId, own.toSorted((a, b) => a.endsAt - b.endsAt || a.campaignId.localeCompare(b.campaignId)), fresh)]
  })
}

function digestOf(personId: string, own: readonly Waiting[], told: string[]): DueDigest {
  const left = own.reduce((all, one) => all + leftOf(one), 0)
  const [first] = own
  const campaigns = new Set(own.map((one) => one.campaignId))
  const where = campaigns.size === 1 ? 'of one review' : `of ${campaigns.size} reviews`
  const lines = own.slice(0, MOST_LINES).flatMap((one) => ['', ...entry(one)])
  return {
    personId, told, path: campaigns.size === 1 && first !== undefined ? answerPath(first) : paths.reviews(),
    subject: `${counted(left, 'item')} ${where} ${left === 1 ? 'waits' : 'wait'} for you${first === undefined ? '' : `; ${campaigns.size === 1 ? 'it closes' : 'the first closes'} ${deadlineInWords(new Date(first.endsAt))}`}`,
    text: ['The links show what waits; nothing is decided by following one.', ...lines, ...(own.length > MOST_LINES ? ['', `And ${own.length - MOST_LINES} more.`] : [])].join('\n'),
  }
}

function leftOf({ left }: Waiting): number {
  return RISKS.reduce((all, risk) => all + left[risk], 0)
}

function answerPath({ campaignId }: Waiting): string {
  return paths.reviewItems(campaignId, { reviewer: 'me' })
}

/** "2 critical, 7 low". */
function risksInWords(left: Waiting['left']): string {
  return RISKS.flatMap((risk) => (left[risk] === 0 ? [] : [`${left[risk]} ${risk}`])).join(', ')
}

function entry(one: Waiting): string[] {
  return [
    `  ${oneLine(one.campaign)}${one.insteadOf === null ? '' : `, in the place of ${oneLine(one.insteadOf)}`}`,
    `  ${leftOf(one)} of ${one.asked} left: ${risksInWords(one.left)}. Closes ${deadlineInWords(new Date(one.endsAt))}. ${one.silence}`,
    `  Answer: ${answerPath(one)}`,
  ]
}

/** The reminder that a runner sends by hand: what waits for this person in one campaign. `stamp` tells one sending from another. */
export function reminderMessage(own: readonly Waiting[], by: string, stamp: string): { key: string; kind: string; recipientId: string; subject: string; text: string; path: string } | null {
  const [first] = own
  if (first === undefined) return null
  const left = own.reduce((all, one) => all + leftOf(one), 0)
  return {
    key: `review.reminded:${first.campaignId}:${stamp}:${first.personId}`, kind: 'review.reminded', recipientId: first.personId, path: answerPath(first),
    subject: `${oneLine(by)} reminds you: ${counted(left, 'item')} of ${oneLine(first.campaign, 120)} ${left === 1 ? 'waits' : 'wait'} for you`,
    text: ['The link shows what waits; nothing is decided by following it.', ...own.flatMap((one) => ['', ...entry(one)])].join('\n'),
  }
}

/** When a runner may remind again; null = at once. */
export function nextReminderAt(last: Date | null, hours: number): Date | null {
  return last === null ? null : new Date(last.getTime() + hours * 3_600_000)
}
