import { describe, expect, it } from 'vitest'
import { at, TEST_NOW } from '@/lib/testing/clock'
import { decisionOf } from './server-decision'

const pilot = (pilotUntil: string | null) => decisionOf({ lifecycle: 'pilot', pilotUntil, pending: false }, TEST_NOW)

describe('the decision that a server waits for', () => {
  it('is the first of a proposal, and the second once one reviewer has consented', () => {
    expect(decisionOf({ lifecycle: 'proposed', pilotUntil: null, pending: false }, TEST_NOW)).toBe('proposed')
    expect(decisionOf({ lifecycle: 'proposed', pilotUntil: null, pending: true }, TEST_NOW)).toBe('second reviewer')
  })

  it('comes a week before a pilot ends, and stays when it has ended', () => {
    expect(pilot(at('+7d').toISOString())).toBeNull()
    expect(pilot(at('+6d').toISOString())).toBe('pilot ends')
    expect(pilot(at('-1d').toISOString())).toBe('pilot ends')
    expect(pilot(null)).toBeNull()
  })

  it('is none of a server in service', () => {
    expect(decisionOf({ lifecycle: 'active', pilotUntil: at('+1d').toISOString(), pending: false }, TEST_NOW)).toBeNull()
  })
})
