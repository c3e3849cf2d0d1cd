const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How far ahead an end lies, in words: "in 6 days", "in 5 hours"; both are instants as texts. */
export function endWords(until: string, now: string): string {
  const left = Date.parse(until) - Date.parse(now)
  if (left <= 0) return 'over'
  if (left < HOUR) return inWords(Math.max(1, Math.floor(left / MINUTE)), 'minute')
  if (left < DAY) return inWords(Math.floor(left / HOUR), 'hour')
  return inWords(Math.floor(left / DAY), 'day')
}

function inWords(count: number, unit: string): string {
  return `in ${count.toLocaleString('en-US')} ${unit}${count === 1 ? '' : 's'}`
}
