import { describe, expect, it } from 'vitest'
import { plannedFaults, openingFaults } from './opening'
import { attestingRefusal, exemptingRefusal, neverAttests, openingRefusal, runningRefusal, signingRefusal, type Stand } from './rights'

const stand = (more: Partial<Stand>): Stand => ({ kind: 'server', isTheirs: false, isOneself: false, ownsCase: false, ...more })
const may = (refusal: string | null): boolean => refusal === null

describe('who may what', () => {
  it.each<[string, 'all' | 'own' | null, Partial<Stand>, boolean, boolean]>([
    ['security, for anything', 'all', { kind: 'person' }, true, true],
    ['an owner in person, for the server', 'own', { isTheirs: true }, true, true],
    ['somebody of the team, for the server', 'own', {}, false, false],
    ['a sponsor, for the agent', 'own', { kind: 'agent', isTheirs: true }, true, true],
    ['an owner, for a person', 'own', { kind: 'person' }, false, false],
    ['who answers for the case, for a client', 'own', { kind: 'client', ownsCase: true }, false, true],
    ['a member', null, { isTheirs: true, ownsCase: true }, false, false],
    ['a reviewer, for themselves', 'all', { kind: 'person', isOneself: true }, false, false],
  ])('%s', (_who, reach, more, opens, runs) => {
    expect([may(openingRefusal(reach, stand(more))), may(runningRefusal(reach, stand(more)))]).toEqual([opens, runs])
  })

  it('attests: who must act, the owner, a reviewer; never a token, and never the one it is about', () => {
    const nobody = { ownsLine: false, isTheirs: false, ownsServer: false, isOneself: false }
    expect([attestingRefusal(null, { ...nobody, ownsLine: true }), attestingRefusal('own', { ...nobody, ownsServer: true }), attestingRefusal('all', nobody)].every(may)).toBe(true)
    expect([attestingRefusal('own', nobody), attestingRefusal(null, { ...nobody, isTheirs: true }), attestingRefusal('all', { ...nobody, ownsLine: true, isOneself: true })].some(may)).toBe(false)
    const token = { kind: 'token', bootstrap: false, personId: 'per_a', behind: ['per_a'] } as const
    expect([may(neverAttests(token)), may(neverAttests({ ...token, bootstrap: true })), may(neverAttests({ ...token, kind: 'person' }))]).toEqual([false, true, true])
  })

  it('signs and exempts: nobody who owned what ends, nobody behind whom such a person stands, and no token signs', () => {
    const person = { kind: 'person', bootstrap: false, personId: 'per_a', behind: ['per_a', 'per_b'] } as const
    const others = new Set(['per_x'])
    expect([signingRefusal(person, others), exemptingRefusal(person, others, 'per_y')].every(may)).toBe(true)
    expect([signingRefusal(person, new Set(['per_b'])), signingRefusal({ ...person, kind: 'token', bootstrap: true }, others), exemptingRefusal(person, new Set(['per_b']), null), exemptingRefusal(person, others, 'per_a')].some(may)).toBe(false)
  })
})

describe('how an end can begin', () => {
  const now = Date.parse('2026-11-20T12:00:00Z')
  const [past, soon, later] = [new Date(now - 3_600_000), new Date(now + 3_600_000), new Date(now + 7_200_000)]
  const wish = { emergency: false, freeze: false, intent: 'retire' }

  it('of a server that is in service alone', () => {
    const paths = (lifecycle: string): string[] => openingFaults({ kind: 'server', lifecycle, revokedAt: null }, wish, now).map((fault) => fault.path)
    expect(['proposed', 'rejected', 'retired', 'pilot', 'active', 'quarantined', 'offboarding'].map((state) => paths(state).length)).toEqual([1, 1, 1, 0, 0, 0, 0])
  })

  it('with dates ahead, in their order, and none in an emergency', () => {
    expect(plannedFaults({ plannedFreezeAt: past, plannedRevokeAt: soon }, now).map((fault) => fault.path)).toEqual(['plannedFreezeAt'])
    expect(plannedFaults({ plannedFreezeAt: later, plannedRevokeAt: soon }, now).map((fault) => fault.path)).toEqual(['plannedRevokeAt'])
    expect(plannedFaults({ plannedFreezeAt: soon, plannedRevokeAt: soon }, now)).toEqual([])
    const agent = { kind: 'agent', lifecycle: null, revokedAt: null } as const
    expect(openingFaults(agent, { ...wish, emergency: true, plannedRevokeAt: soon }, now).map((fault) => fault.path)).toEqual(['emergency'])
    expect(openingFaults(agent, { ...wish, replacedBy: 'other' }, now).map((fault) => fault.path)).toEqual(['replacedBy'])
  })
})
