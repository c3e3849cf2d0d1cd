import { describe, expect, it } from 'vitest'
import { type GrantAction, grantState, type Hold, isSuspended, refusalOf } from './state'

const window = { validFrom: 1000, validUntil: 2000, revokedAt: null }
const hold = (more: Partial<Hold> = {}): Hold => ({ cause: 'person', toolName: null, openedAt: 1100, closedAt: null, ...more })

describe('the state of a grant', () => {
  it.each([
    [window, 999, 'scheduled'], [window, 1000, 'active'], [window, 1999, 'active'], [window, 2000, 'expired'],
    [{ ...window, revokedAt: 1500 }, 1499, 'active'], [{ ...window, revokedAt: 1500 }, 1500, 'revoked'],
    [{ ...window, revokedAt: 500 }, 700, 'revoked'], [{ ...window, revokedAt: 2500 }, 3000, 'expired'], [{ ...window, validUntil: null }, 9e12, 'active'],
  ])('%o at %d is %s', (grant, now, state) => {
    expect(grantState(grant, now)).toBe(state)
  })

  it('is suspended while a hold on the whole grant is open, and by no hold on one tool', () => {
    expect(isSuspended([hold()], 1099)).toBe(false)
    expect(isSuspended([hold()], 1100)).toBe(true)
    expect(isSuspended([hold({ closedAt: 1200 })], 1200)).toBe(false)
    expect(isSuspended([hold({ cause: 'definition', toolName: 'x' })], 1100)).toBe(false)
  })
})

describe('what may be done with a grant', () => {
  const legal = (grant: typeof window | { validFrom: number; validUntil: number | null; revokedAt: number | null }, holds: Hold[], now: number): GrantAction[] =>
    (['revoke', 'suspend', 'resume'] as const).filter((action) => refusalOf(action, grant, holds, now) === null)

  it('depends on its state and its holds', () => {
    expect(legal(window, [], 900)).toEqual(['revoke', 'suspend'])
    expect(legal(window, [], 1500)).toEqual(['revoke', 'suspend'])
    expect(legal(window, [hold()], 1500)).toEqual(['revoke', 'resume'])
    expect(legal(window, [], 2000)).toEqual([])
    expect(legal({ ...window, revokedAt: 1500 }, [hold()], 1600)).toEqual([])
  })

  it('never lets a person end a hold of another cause', () => {
    expect(legal(window, [hold({ cause: 'incident' })], 1500)).toEqual(['revoke', 'suspend'])
  })
})
