import { describe, expect, test } from 'vitest'
import { bodyOf, type DraftForm, EMPTY_FORM, formOf, missingIn } from './draft-model'

const filled: DraftForm = {
  ...EMPTY_FORM, server: 'github', agent: ' triage ', purpose: 'Triage of bug reports',
  targets: [{ key: 'a', kind: 'tool', name: 'create_issue', access: 'write', scope: 'repo:acme/*\n\n repo:beta/* ' }],
}

describe('what the form says', () => {
  test('is what was typed, without empty lines and without what was left out', () => {
    expect(bodyOf(filled)).toEqual({
      server: 'github', caller: { agent: 'triage', client: 'any', human: 'any' }, purpose: 'Triage of bug reports', durationDays: 14, mode: 'direct',
      targets: [{ kind: 'tool', name: 'create_issue', access: 'write', scope: ['repo:acme/*', 'repo:beta/*'] }],
    })
  })

  test('an empty form says nothing that was not chosen', () => {
    expect(bodyOf({ ...EMPTY_FORM, days: '' })).toEqual({ caller: { client: 'any', human: 'any' }, mode: 'direct' })
  })

  test('a team is told from a person, and who acts for nobody from who acts for anybody', () => {
    const human = (more: Partial<DraftForm>) => bodyOf({ ...filled, ...more }).caller?.human
    expect([human({ human: 'team', humanName: 'payments' }), human({ human: 'person', humanName: 'dana@acme.test' }), human({ human: 'none' }), human({ human: 'person' })]).toEqual(['team:payments', 'dana@acme.test', 'none', undefined])
  })

  test.each([
    [{ term: 'longest' as const }, {}],
    [{ term: 'open' as const }, { until: null }],
    [{ term: 'until' as const, until: '2027-01-31' }, { until: '2027-01-31T00:00:00.000Z' }],
    [{ term: 'until' as const, until: '' }, {}],
    [{ term: 'days' as const, days: '7' }, { durationDays: 7 }],
  ])('the time is said in one way: %o', (more, expected) => {
    const { durationDays, until } = bodyOf({ ...filled, ...more })
    expect({ ...(durationDays === undefined ? {} : { durationDays }), ...(until === undefined ? {} : { until }) }).toEqual(expected)
  })
})

describe('what is missing', () => {
  test('is said per field, in words', () => {
    expect(missingIn({ ...EMPTY_FORM, human: 'person', days: '' }).map((one) => one.path)).toEqual(['targets', 'caller.agent', 'caller.human', 'purpose', 'durationDays'])
  })

  test('nothing is missing in a whole form', () => {
    expect(missingIn(filled)).toEqual([])
  })
})

describe('a form that begins with something known', () => {
  test('comes back as it was typed', () => {
    const body = bodyOf({ ...filled, human: 'team', humanName: 'payments', term: 'until', until: '2027-01-31', startsAt: '2026-12-24', mode: 'task', reauthorise: 'yes' })
    expect(bodyOf(formOf(body))).toEqual(body)
  })

  test('without a time it begins with the usual one; asked for as long as possible it stays so', () => {
    expect(formOf({ server: 'github' }).term).toBe('days')
    expect(formOf({ server: 'github', durationDays: null, until: null, openEnded: false }).term).toBe('longest')
    expect(formOf({ server: 'github', durationDays: null, until: null, openEnded: true }).term).toBe('open')
  })
})
