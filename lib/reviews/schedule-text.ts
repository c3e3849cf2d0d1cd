import type { ReviewSchedule } from './content'

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

/** Months from one time to the next. */
export const STEP: Readonly<Record<ReviewSchedule['every'], number>> = { monthly: 1, quarterly: 3, half_yearly: 6, yearly: 12 }

const PERIOD = { monthly: 'month', quarterly: 'quarter', half_yearly: 'half-year', yearly: 'year' } as const

/** The months of a year in which it starts, 1 to 12. */
export function monthsOf({ every, month }: Pick<ReviewSchedule, 'every' | 'month'>): number[] {
  return Array.from({ length: 12 }, (_, index) => index + 1).filter((one) => (one - month) % STEP[every] === 0)
}

/** "On the last business day of each quarter at 08:00, Europe/Berlin". A business day is Monday to Friday; a 31 that a month lacks is its last day, which is said. */
export function scheduleText(schedule: ReviewSchedule): string {
  return `${dayText(schedule)} at ${schedule.at}, ${schedule.timeZone}`
}

function dayText(schedule: ReviewSchedule): string {
  const { on } = schedule
  const months = monthsOf(schedule)
  const named = listed(months.map((month) => MONTHS[month - 1] ?? ''))
  if ('businessDay' in on) return `On the ${on.businessDay} business day of ${isPeriod(schedule, months) ? `each ${PERIOD[schedule.every]}` : named}`
  const shorter = months.some((month) => on.day > (LENGTHS[month - 1] ?? 31)) ? ' (or the last day of a shorter month)' : ''
  return schedule.every === 'monthly' ? `On day ${on.day} of each month${shorter}` : `On ${on.day} ${named}${shorter}`
}

/** Of the shortest February; whether a year leaps is not for a sentence. */
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Do its months begin, or for the last day end, the periods of a calendar year? */
function isPeriod({ every, on }: ReviewSchedule, months: readonly number[]): boolean {
  const step = STEP[every]
  return 'businessDay' in on && months.every((month) => (on.businessDay === 'last' ? month : month - 1) % step === 0)
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
