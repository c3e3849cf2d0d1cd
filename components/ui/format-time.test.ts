import { describe, expect, it } from 'vitest'
import { formatSpan, formatTime } from './format-time'

const AT = '2026-11-20T14:02:47.318Z'

describe('an instant as the console writes it', () => {
  it('is written in UTC, to the minute, the second and the millisecond', () => {
    expect(formatTime(AT, 'UTC', 'minute')).toBe('20 Nov 2026, 14:02')
    expect(formatTime(AT, 'UTC', 'second')).toBe('20 Nov 2026, 14:02:47')
    expect(formatTime(AT, 'UTC', 'millisecond')).toBe('20 Nov 2026, 14:02:47.318')
  })

  it('takes the day of the zone it is read in', () => {
    expect(formatTime('2026-11-20T23:30:00Z', 'Europe/Berlin', 'day')).toBe('21 Nov 2026')
    expect(formatTime('2026-11-20T00:30:00Z', 'America/New_York', 'day')).toBe('19 Nov 2026')
  })

  it('writes midnight as 00:00, never as 24:00', () => {
    expect(formatTime('2026-11-20T00:00:00Z', 'UTC', 'clock')).toBe('00:00:00')
  })

  it('is the time of day today, the date earlier, and carries the year when that differs', () => {
    const now = '2026-11-20T20:00:00Z'
    expect(formatTime(AT, 'UTC', 'short', now)).toBe('14:02')
    expect(formatTime('2026-11-19T23:59:00Z', 'UTC', 'short', now)).toBe('19 Nov')
    expect(formatTime('2025-11-20T14:02:00Z', 'UTC', 'short', now)).toBe('20 Nov 2025')
  })

  it('refuses what is not an instant', () => {
    expect(formatTime('yesterday', 'UTC', 'minute')).toBeNull()
  })

  it('writes a span in its largest whole unit', () => {
    expect([formatSpan(999), formatSpan(61_000), formatSpan(7_200_000), formatSpan(-3 * 86_400_000)]).toEqual(['0 s', '1 min', '2 h', '3 d'])
  })
})
