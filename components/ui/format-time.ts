/** Instants as the console writes them: `20 Nov 2026, 14:05:47`. Numbers come from Intl, words from here, so that every engine writes the same. */

export type TimeFormat = 'minute' | 'second' | 'millisecond' | 'day' | 'clock' | 'short'

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

type Parts = { year: string; month: string; day: string; hour: string; minute: string; second: string }

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
    year: 'numeric', month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })
  formatters.set(zone, made)
  return made
}

function partsOf(at: Date, zone: string): Parts {
  const found: Record<string, string> = {}
  for (const part of formatterOf(zone).formatToParts(at)) found[part.type] = part.value
  const two = (value = '') => value.padStart(2, '0')
  return { year: found.year ?? '', month: MONTHS[Number(found.month) - 1] ?? '', day: (found.day ?? '').replace(/^0/, ''), hour: two(found.hour), minute: two(found.minute), second: two(found.second) }
}

/**
 * `iso` in `zone` ("UTC" or an IANA name). `short` is the time of day on the day of `now`, else the date. Null when `iso`
 * is not an instant.
 */
export function formatTime(iso: string, zone: string, format: TimeFormat, now?: string): string | null {
  const at = new Date(iso)
  if (Number.isNaN(at.getTime())) return null
  const { year, month, day, hour, minute, second } = partsOf(at, zone)
  const date = `${day} ${month} ${year}`
  const clock = `${hour}:${minute}:${second}`
  if (format === 'day') return date
  if (format === 'clock') return clock
  if (format === 'second') return `${date}, ${clock}`
  if (format === 'millisecond') return `${date}, ${clock}.${String(at.getUTCMilliseconds()).padStart(3, '0')}`
  if (format === 'short' && now !== undefined) {
    const today = partsOf(new Date(now), zone)
    if (today.year !== year) return date
    return today.day === day && today.month === month ? `${hour}:${minute}` : `${day} ${month}`
  }
  return `${date}, ${hour}:${minute}`
}

const STEPS: readonly [number, string][] = [[86_400_000, 'd'], [3_600_000, 'h'], [60_000, 'min'], [1_000, 's']]

/** The distance in its largest whole unit, "3 d", without a sign. */
export function formatSpan(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  for (const [step, unit] of STEPS) if (size >= step) return `${Math.floor(size / step).toLocaleString('en-US')} ${unit}`
  return '0 s'
}
