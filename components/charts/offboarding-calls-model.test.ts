import { describe, expect, it } from 'vitest'
import { coarser, labelPlaces, roundTicks } from './offboarding-calls-model'

const bar = (at: string, executed: number, gap: 'none' | 'part' | 'all' = 'none') => ({ at, executed, refused: 1, gap })

describe('the picture of an offboarding', () => {
  it('a day is the sum of its steps, and without telemetry only where none of them had any', () => {
    expect(coarser([bar('2026-11-09T18:00:00.000Z', 3, 'all'), bar('2026-11-10T00:00:00.000Z', 4), bar('2026-11-10T06:00:00.000Z', 5, 'all')], 86_400_000)).toEqual([
      { at: '2026-11-09T00:00:00.000Z', executed: 3, refused: 1, gap: 'all' }, { at: '2026-11-10T00:00:00.000Z', executed: 9, refused: 2, gap: 'part' },
    ])
  })

  it('stages that began together share one line, so that an emergency is not four words over each other', () => {
    const at = (minute: number): string => new Date(Date.UTC(2026, 10, 9, 12, minute)).toISOString()
    const marks = [{ name: 'frozen', at: at(0), number: 2 }, { name: 'revoked', at: at(0), number: 3 }, { name: 'rotated', at: at(1), number: 4 }, { name: 'watch', at: at(30), number: 5 }]
    expect(labelPlaces(marks).map(({ name, number }) => [name, number])).toEqual([['frozen, revoked, rotated', '2–4'], ['watch', '5']])
  })

  it('its axis goes in round steps to at least the highest bar', () => {
    expect([roundTicks(313, 3), roundTicks(124, 3), roundTicks(0, 3)]).toEqual([[0, 200, 400], [0, 50, 100, 150], [0, 2, 4]])
  })
})
