import { describe, expect, it } from 'vitest'
import { groupOf, remediationSentence } from './remediation-groups'

const item = (more: Partial<Parameters<typeof groupOf>[0]>) => groupOf({ state: 'decided', remediation: 'open', confirmation: null, question: null, suspendedAt: null, ...more })

describe('where an item stands after its review', () => {
  it.each<[string, Partial<Parameters<typeof groupOf>[0]>, string | null]>([
    ['waiting to be applied', {}, 'open'],
    ['suspended', { suspendedAt: new Date(0) }, 'suspended'],
    ['changed while it is suspended: the question comes first', { suspendedAt: new Date(0), question: { kind: 'narrowed' } }, 'question'],
    ['for somebody to do', { remediation: 'manual' }, 'manual'],
    ['failed', { state: 'error', remediation: 'error' }, 'error'],
    ['watched', { state: 'remediated', confirmation: 'watching' }, 'watching'],
    ['still used', { state: 'remediated', confirmation: 'still_used' }, 'still_used'],
    ['silent, but others are not', { state: 'remediated', confirmation: 'confirmed' }, 'silent'],
    ['confirmed', { state: 'confirmed', confirmation: 'confirmed' }, 'over'],
    ['signed for', { state: 'exempt', confirmation: 'unproven' }, 'signed'],
    ['not decided', { state: 'pending' }, null],
  ])('%s', (_what, more, expected) => {
    expect(item(more)).toBe(expected)
  })

  it('says in one sentence what is not over, and why', () => {
    expect(remediationSentence({ still_used: 2, error: 1, over: 38 }, 300)).toBe('3 of 41 are not over yet: 1 could not be applied, 2 are still used. 300 were kept.')
    expect(remediationSentence({ watching: 1 }, 0)).toBe('1 of 1 is not over yet: 1 is watched.')
    expect(remediationSentence({ over: 40, signed: 1 }, 0)).toBe('Everything is over: 40 of 41 confirmed, 1 signed for.')
    expect(remediationSentence({}, 12)).toBe('Nothing had to be ended. 12 were kept.')
  })
})
