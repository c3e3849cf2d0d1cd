import { describe, expect, it } from 'vitest'
import { mayAct, type StandingFact } from './standing'

const HOUR = 3_600_000
const NOW = 100 * HOUR
const server = (lifecycle: 'proposed' | 'rejected' | 'pilot' | 'active' | 'quarantined' | 'offboarding' | 'retired', more: Partial<Extract<StandingFact, { kind: 'server' }>> = {}): StandingFact => ({ kind: 'server', lifecycle, revokedAt: null, freezes: [], ...more })
const workload = (kind: 'agent' | 'client' | 'person', active: boolean, freezes: StandingFact['freezes'] = []): StandingFact => ({ kind, active, freezes })

describe('may this identity act now', () => {
  it.each<[string, StandingFact, string | null]>([
    ['an active server', server('active'), null],
    ['a server in its pilot', server('pilot'), null],
    ['a proposed one', server('proposed'), 'unregistered'],
    ['a rejected one', server('rejected'), 'unregistered'],
    ['a quarantined one', server('quarantined'), 'quarantined'],
    ['one being offboarded, frozen or not', server('offboarding'), 'offboarding'],
    ['a retired one', server('retired', { revokedAt: 1 }), 'retired'],
    ['an active server that is frozen', server('active', { freezes: [{ from: NOW - 1, to: null }] }), 'frozen'],
    ['a freeze that begins this very moment', workload('agent', true, [{ from: NOW, to: null }]), 'frozen'],
    ['a freeze that is lifted this very moment', workload('agent', true, [{ from: NOW - HOUR, to: NOW }]), null],
    ['a freeze that is to come', workload('client', true, [{ from: NOW + 1, to: null }]), null],
    ['a freeze that was lifted, and another in force', workload('person', true, [{ from: 1, to: 2 }, { from: NOW - 1, to: NOW + 1 }]), 'frozen'],
    ['an agent that is not active', workload('agent', false), 'inactive'],
    ['a person who has left and is frozen', workload('person', false, [{ from: 1, to: null }]), 'frozen'],
    ['a person who works here', workload('person', true), null],
  ])('%s', (_what, fact, reason) => {
    const answer = mayAct(fact, NOW)
    expect(answer.may ? null : answer.reason).toBe(reason)
    if (!answer.may) expect(answer.text).toMatch(/\.$/)
  })
})
