const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** A deadline as people say it: "Fri 27 Nov 17:00 UTC". The year is left out: a stage lasts at most 90 days. */
export function deadlineInWords(at: Date): string {
  const text = at.toISOString()
  return `${DAYS[at.getUTCDay()] ?? ''} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${text.slice(11, 16)} UTC`
}

/** A UTC day on an axis: "27 Nov". */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1] ?? ''}`
}

/** How long is left, in its two largest units: "6 days 3 hours", "40 minutes"; "no time" when it is over. */
export function timeLeftInWords(until: Date, now: Date): string {
  const minutes = Math.floor((until.getTime() - now.getTime()) / 60_000)
  if (minutes <= 0) return until <= now ? 'no time' : 'less than a minute'
  const parts = ([[Math.floor(minutes / 1440), 'day'], [Math.floor(minutes / 60) % 24, 'hour'], [minutes % 60, 'minute']] as const).filter(([count]) => count > 0)
  const first = parts[0]?.[1]
  // After days nobody counts minutes.
  return parts.slice(0, 2).filter(([, unit]) => first !== 'day' || unit !== 'minute').map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`).join(' ')
}

/** What becomes of an item that nobody answers, as the second half of a sentence: "what is not answered …". */
export const SILENCE_MEANS = {
  revoke: 'is revoked', keep: 'is kept', escalate: 'is asked of somebody else once more, then revoked',
} as const
