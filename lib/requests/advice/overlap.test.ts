import { describe, expect, it } from 'vitest'
import { adviceFacts, aHeldGrant, aKnownServer, aTarget } from '@/lib/testing/advice-builders'
import { at } from '@/lib/testing/clock'
import type { HeldGrant } from './facts'
import { overlapOf } from './overlap'

const held = (grant: HeldGrant, content = {}) => overlapOf(adviceFacts({ held: [grant], content }))

describe('what is covered already', () => {
  it('fully, where a grant admits all of it for as long', () => {
    expect(held(aHeldGrant('g', 'github')).covered).toMatchObject([{ target: 0, grantId: 'g', how: 'fully', until: null }])
    expect(held(aHeldGrant('g', 'github', { target: 'li*', access: 'admin' }, { validUntil: at('+30d').getTime() })).covered).toMatchObject([{ how: 'fully', until: at('+30d').toISOString() }])
  })

  it('up to the end of the grant, where that comes first', () => {
    expect(held(aHeldGrant('g', 'github', {}, { validUntil: at('+10d').getTime() })).covered).toMatchObject([{ how: 'until', sentence: expect.stringContaining('30 Nov 2026') }])
  })

  it('except for access, where only the ceiling is new', () => {
    expect(held(aHeldGrant('g', 'github'), { targets: [aTarget({ access: 'write' })] }).covered).toMatchObject([{ how: 'except_access' }])
  })

  it('not by what rests, has not begun, is over by then, is another’s, or goes less far', () => {
    for (const grant of [
      aHeldGrant('g', 'github', {}, { suspended: true }), aHeldGrant('g', 'github', { target: '*' }, { heldTools: ['list'] }), aHeldGrant('g', 'github', {}, { validFrom: at('+1d').getTime() }), aHeldGrant('g', 'vault'),
      aHeldGrant('g', 'github', { clientId: 'cli_code' }), aHeldGrant('g', 'github', { scope: ['repo:a'] }), aHeldGrant('g', 'github', { target: 'l' }), aHeldGrant('g', 'github', { mode: 'task' }), aHeldGrant('g', 'github', {}, { hidden: true }),
    ]) expect(held(grant).covered).toEqual([])
    expect(held(aHeldGrant('g', 'github', {}, { validUntil: at('+1d').getTime() }), { startsAt: at('+2d').toISOString() }).covered).toEqual([])
  })

  it('not by the grant that it renews', () => {
    expect(overlapOf(adviceFacts({ held: [aHeldGrant('g', 'github')], grantId: 'g' }))).toEqual({ covered: [], superfluous: [] })
  })
})

describe('of several grants', () => {
  it('the one that goes furthest speaks for a target, and beside one that covers it to the end nothing would be needless', () => {
    const [short, long, low] = [aHeldGrant('short', 'github', {}, { validUntil: at('+5d').getTime() }), aHeldGrant('long', 'github', {}, { validUntil: at('+9d').getTime() }), aHeldGrant('low', 'github', { target: '*' }, { validUntil: at('+90d').getTime() })]
    expect(overlapOf(adviceFacts({ held: [short, long] }))).toMatchObject({ covered: [{ grantId: 'long', how: 'until' }], superfluous: [{ grantId: 'short' }, { grantId: 'long' }] })
    expect(overlapOf(adviceFacts({ held: [short, long, low] }))).toMatchObject({ covered: [{ grantId: 'low', how: 'fully' }], superfluous: [] })
  })
})

describe('what would be needless', () => {
  it('is every grant that the request holds within it and outlasts', () => {
    const within = aHeldGrant('g', 'github', { scope: ['repo:a'], clientId: 'cli_code' }, { validUntil: at('+10d').getTime() })
    expect(held(within).superfluous).toMatchObject([{ grantId: 'g', target: 0 }])
    expect(held({ ...within, validUntil: at('+40d').getTime() }).superfluous).toEqual([])
    expect(held({ ...within, validUntil: null }).superfluous).toEqual([])
  })

  it('is no grant that the request is needless beside', () => {
    expect(held(aHeldGrant('g', 'github', {}, { validUntil: at('+30d').getTime() })).superfluous).toEqual([])
  })

  it('counts the time that is allowed, not the one that is asked for', () => {
    const server = aKnownServer('github', { sensitivity: 'restricted' })
    const facts = adviceFacts({ server, content: { terms: [{ kind: 'days', days: 365 }] }, held: [aHeldGrant('g', 'github', { scope: ['repo:a'] }, { validUntil: at('+100d').getTime() })] })
    expect(overlapOf(facts).superfluous).toEqual([])
  })
})
