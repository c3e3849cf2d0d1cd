import { describe, expect, it } from 'vitest'
import { endWords } from './end-words'

describe('when a grant ends, in words', () => {
  it('says the largest whole unit, and never promises more than is left', () => {
    const now = '2026-11-21T12:00:00.000Z'
    expect(endWords('2026-11-27T12:00:00.000Z', now)).toBe('in 6 days')
    expect(endWords('2026-11-27T11:59:59.999Z', now)).toBe('in 5 days')
    expect(endWords('2026-11-22T12:00:00.000Z', now)).toBe('in 1 day')
    expect(endWords('2026-11-21T13:30:00.000Z', now)).toBe('in 1 hour')
    expect(endWords('2026-11-21T12:00:10.000Z', now)).toBe('in 1 minute')
    expect(endWords('2026-11-21T12:00:00.000Z', now)).toBe('over')
    expect(endWords('2030-01-01T00:00:00.000Z', now)).toBe('in 1,136 days')
  })
})
