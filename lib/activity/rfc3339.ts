const PATTERN = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/

// What both JavaScript and PostgreSQL write with four digits of year: 0001 to 9999, in UTC.
const EARLIEST = Date.parse('0001-01-01T00:00:00Z')
const LATEST = Date.parse('+010000-01-01T00:00:00Z')

/**
 * The milliseconds since the epoch that an RFC 3339 date-time says, any offset, finer fractions cut off; null when it is none.
 * A leap second (`:60`) is refused, because neither JavaScript nor the day of the roll-up can say it.
 */
export function parseTime(text: string): number | null {
  const match = PATTERN.exec(text)
  if (match === null) return null
  const [, year, month, day, hour, minute, second, fraction, sign, offsetHour, offsetMinute] = match
  const [y, mo, d, h, mi, s] = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)]
  if (mo < 1 || mo > 12 || d < 1 || h > 23 || mi > 59 || s > 59) return null
  if (d > daysIn(y, mo)) return null
  const shift = sign === undefined ? 0 : offset(sign, Number(offsetHour), Number(offsetMinute))
  if (shift === null) return null
  const ms = fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0'))
  // Date.UTC reads years below 100 as 19xx, so the year is set apart.
  const date = new Date(Date.UTC(2000, mo - 1, d, h, mi, s, ms))
  date.setUTCFullYear(y, mo - 1, d)
  const at = date.getTime() - shift
  return at >= EARLIEST && at < LATEST ? at : null
}

function offset(sign: string, hours: number, minutes: number): number | null {
  if (hours > 23 || minutes > 59) return null
  return (sign === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** The UTC day of a time, as YYYY-MM-DD. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
