import { describe, expect, test } from 'vitest'
import { at, TEST_NOW } from '@/lib/testing/clock'
import { anActor } from '@/lib/testing/actors'
import { type Delegation, delegationState, endingRefusal, inForce, newDelegationSchema, refusalOf, settingRefusal } from './delegation'

const one = (from: string, to: string, more: Partial<Delegation> = {}): Delegation => ({ personId: 'per_olga', delegateId: 'per_mia', validFrom: at(from), validTo: at(to), endedAt: null, ...more })

describe('a stand-in', () => {
  test.each([
    ['begins at its first instant', one('+0m', '+1d'), 'in_force'], ['is ahead before it', one('+1m', '+1d'), 'ahead'], ['is over at its end', one('-1d', '+0m'), 'over'],
    ['is over once ended', one('-1d', '+1d', { endedAt: at('-1h') }), 'over'], ['is over at the instant of its ending', one('-1d', '+1d', { endedAt: at('+0m') }), 'over'], ['ended before it began never begins', one('+1d', '+2d', { endedAt: at('-1h') }), 'over'],
  ] as const)('%s', (_, delegation, state) => expect(delegationState(delegation, TEST_NOW)).toBe(state))

  test('passes nothing on: of two in a row, each counts for its own person only', () => {
    const chain = [one('-1d', '+1d'), one('-1d', '+1d', { personId: 'per_mia', delegateId: 'per_zoe' }), one('-3d', '-2d', { delegateId: 'per_zoe' })]
    expect(inForce(chain, TEST_NOW).map(({ personId, delegateId }) => [personId, delegateId])).toEqual([['per_olga', 'per_mia'], ['per_mia', 'per_zoe']])
  })

  test('several may stand in at a time', () => expect(inForce([one('-1d', '+1d'), one('-1h', '+1h', { delegateId: 'per_zoe' })], TEST_NOW)).toHaveLength(2))
})

describe('what cannot be set', () => {
  const mia = { id: 'per_mia', name: 'Mia', active: true }
  const wished = (from: string, to: string, delegate = mia) => ({ personId: 'per_olga', delegate, from: at(from), to: at(to) })
  test.each([
    ['oneself', wished('+0m', '+1d', { ...mia, id: 'per_olga' }), [], 'delegateEmail'], ['somebody who has left', wished('+0m', '+1d', { ...mia, active: false }), [], 'delegateEmail'],
    ['the past', wished('-1h', '+1d'), [], 'from'], ['an end that is over', wished('-1m', '-1s'), [], 'to'], ['an end before the beginning', wished('+2d', '+1d'), [], 'to'],
    ['longer than 90 days', wished('+0m', '+91d'), [], 'to'], ['the same person for some of the same time', wished('+1d', '+3d'), [one('-1d', '+2d')], 'delegateEmail'],
  ] as const)('%s', (_, wish, standing, path) => expect(refusalOf(wish, standing, TEST_NOW)).toMatchObject({ path }))

  test.each([
    ['90 days', wished('+0m', '+90d'), []], ['one that begins where the last one ends', wished('+2d', '+3d'), [one('-1d', '+2d')]],
    ['somebody else for the same time', wished('+0m', '+1d'), [one('-1d', '+2d', { delegateId: 'per_zoe' })]], ['the same person where that was ended', wished('+0m', '+1d'), [one('-1d', '+2d', { endedAt: at('-1m') })]],
  ] as const)('but %s can', (_, wish, standing) => expect(refusalOf(wish, standing, TEST_NOW)).toBeNull())

  test.each([[{ to: 'tomorrow' }], [{ to: '2026-12-01' }], [{ to: '2300-01-01T00:00:00Z' }], [{ to: '2026-12-01T00:00:00Z', reason: 'a\nb' }], [{ to: '2026-12-01T00:00:00Z', other: 1 }]])('nothing is understood of %j', (body) => {
    expect(newDelegationSchema.safeParse({ delegateEmail: 'mia@acme.test', ...body }).success).toBe(false)
  })
})

describe('who may', () => {
  const olga = anActor(['owner'], { personId: 'per_olga', id: 'per_olga' })
  const ada = anActor(['admin'], { personId: 'per_ada', id: 'per_ada' })
  test('set one: each for themselves, an administrator for others but never with themselves; a token for nobody', () => {
    expect(settingRefusal(olga, false, 'per_olga', 'per_mia')).toBeNull()
    expect(settingRefusal(olga, false, 'per_mia', 'per_olga')).toMatch(/themselves, or an administrator/)
    expect(settingRefusal(ada, true, 'per_olga', 'per_mia')).toBeNull()
    expect(settingRefusal(ada, true, 'per_olga', 'per_ada')).toMatch(/Nobody makes themselves/)
    expect(settingRefusal({ ...olga, kind: 'token' }, false, 'per_olga', 'per_mia')).toMatch(/token/)
    expect(settingRefusal({ ...ada, kind: 'token', bootstrap: true }, true, 'per_olga', 'per_mia')).toBeNull()
  })

  test('end one: either of the two and an administrator, no token', () => {
    const pair = { personId: 'per_olga', delegateId: 'per_mia' }
    expect(endingRefusal(olga, false, pair)).toBeNull()
    expect(endingRefusal(anActor([], { personId: 'per_mia' }), false, pair)).toBeNull()
    expect(endingRefusal(ada, true, pair)).toBeNull()
    expect(endingRefusal(anActor([], { personId: 'per_zoe' }), false, pair)).toMatch(/Only the two/)
    expect(endingRefusal({ ...olga, kind: 'token' }, false, pair)).toMatch(/token/)
  })
})
