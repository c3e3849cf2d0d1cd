import { expect, it } from 'vitest'
import { daysToTimes } from './days'

it.each([
  ['2026-12-01', '2026-12-24', { from: '2026-12-01T00:00:00.000Z', to: '2026-12-25T00:00:00.000Z' }], ['2026-11-21', '2026-11-21', { to: '2026-11-22T00:00:00.000Z' }],
  ['', '2026-12-31', { to: '2027-01-01T00:00:00.000Z' }], ['2026-12-01', '', { from: '2026-12-01T00:00:00.000Z', to: '' }],
])('from %j to the end of %j', (from, to, times) => expect(daysToTimes(from, to, '2026-11-21')).toEqual(times))
