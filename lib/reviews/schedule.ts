import { Temporal } from 'temporal-polyfill'
import type { ReviewSchedule } from './content'
import { monthsOf } from './schedule-text'

/** A name of the IANA time zone database, as this machine knows it. A bare offset is none: it knows no summer. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name)
    return true
  } catch {
    return false
  }
}

/**
 * The first time strictly after `after` at which the calendar strikes. A day that a month lacks is its last; a local time that a change of
 * clocks skips comes as much later, one that comes twice is the first of the two (RFC 5545, 3.3.5).
 */
export function nextTime(schedule: ReviewSchedule, after: Date): Date {
  const months = monthsOf(schedule)
  let month = Temporal.Instant.fromEpochMilliseconds(after.getTime()).toZonedDateTimeISO(schedule.timeZone).toPlainDate().toPlainYearMonth()
  // The month itself, and at most a year on to the next that is one of its months.
  for (;;) {
    if (months.includes(month.month)) {
      const time = timeIn(schedule, month)
      if (time > after.getTime()) return new Date(time)
    }
    month = month.add({ months: 1 })
  }
}

/** The next `count` times after `after`. */
export function nextTimes(schedule: ReviewSchedule, after: Date, count: number): Date[] {
  const found: Date[] = []
  for (let last = after; found.length < count;) found.push((last = nextTime(schedule, last)))
  return found
}

/** Of the times from `due` on, the last that is not after `now`: what was missed meanwhile is made good once, not many times. */
export function lastDue(schedule: ReviewSchedule, due: Date, now: Date): Date {
  let last = due
  for (let next = nextTime(schedule, last); next <= now; next = nextTime(schedule, last)) last = next
  return last
}

/** The day on which `time` is in the schedule's zone: `2026-12-31`. */
export function localDate({ timeZone }: Pick<ReviewSchedule, 'timeZone'>, time: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

function timeIn(schedule: ReviewSchedule, month: Temporal.PlainYearMonth): number {
  const local = dayIn(schedule.on, month).toPlainDateTime(Temporal.PlainTime.from(schedule.at))
  return local.toZonedDateTime(schedule.timeZone, { disambiguation: 'compatible' }).epochMilliseconds
}

function dayIn(on: ReviewSchedule['on'], month: Temporal.PlainYearMonth): Temporal.PlainDate {
  const last = month.daysInMonth
  if ('day' in on) return month.toPlainDate({ day: Math.min(on.day, last) })
  const first = on.businessDay === 'first'
  const date = month.toPlainDate({ day: first ? 1 : last })
  // Saturday is 6, Sunday 7.
  if (date.dayOfWeek <= 5) return date
  return first ? date.add({ days: 8 - date.dayOfWeek }) : date.subtract({ days: date.dayOfWeek - 5 })
}
