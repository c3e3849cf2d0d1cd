import fc from 'fast-check'
import { expect, test } from 'vitest'
import { burnDown, paceInWords } from './campaign-progress'
import { type CountedItems, countsOf, remediationOf, watchedUntil } from './campaign-view'

const DAY = 86_400_000
const START = Date.parse('2026-11-19T12:00:00Z')

test('what is left falls by what was answered, and is not said of days to come', () => {
  expect(burnDown({ startsAt: START, endsAt: START + 4 * DAY, total: 8 }, new Map([['2026-11-19', 1], ['2026-11-20', 3]]), START + 1.2 * DAY)).toEqual([
    { day: '2026-11-19', answered: 1, left: 7, ideal: 7 }, { day: '2026-11-20', answered: 3, left: 4, ideal: 5 }, { day: '2026-11-21', answered: 0, left: null, ideal: 3 }, { day: '2026-11-22', answered: 0, left: null, ideal: 1 }, { day: '2026-11-23', answered: 0, left: null, ideal: 0 },
  ])
})

test.each([
  [3, 5, true, '3 items left: ahead of a steady pace, which would leave 5 tonight.'], [1, 0.4, true, '1 item left: behind a steady pace, which would leave 0 tonight.'], [0, 4, true, 'Everything is answered.'], [0, 0, false, 'Everything was answered when it closed.'],
  [2, 0, false, 'When it closed, 2 of 8 items still waited for an answer.'],
] as const)('%s left where %s would be, running: %s, is said so', (left, ideal, running, words) => {
  expect(paceInWords([{ day: '2026-11-19', answered: 0, left, ideal }, { day: '2026-11-20', answered: 0, left: null, ideal: 0 }], 8, running)).toBe(words)
})

test('the ideal never rises, ends at none, and what is left is what was not answered', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 500 }), fc.array(fc.nat(100), { maxLength: 90 }), (days, total, answered) => {
    const decided = new Map(answered.map((count, place) => [new Date(START + place * DAY).toISOString().slice(0, 10), count]))
    const line = burnDown({ startsAt: START, endsAt: START + days * DAY, total }, decided, START + 100 * DAY)
    expect(line.every((day, place) => day.ideal <= (line[place - 1]?.ideal ?? total))).toBe(true)
    expect(line.at(-1)?.ideal).toBe(0)
    expect(line.at(-1)?.left).toBe(total - line.reduce((all, day) => all + day.answered, 0))
  }), { numRuns: 100 })
})

const group = (more: Partial<CountedItems>): CountedItems => ({ count: 1, risk: 'low', state: 'pending', inStage: true, conflict: false, synthetic: false, outcome: null, outcomeBy: null, remediation: 'none', confirmation: null, question: false, suspended: false, watchUntil: null, ...more })

test('while a campaign runs, items are answered that everybody asked has answered; those that nobody is asked about are counted apart', () => {
  const groups = [group({ count: 5 }), group({ count: 2, synthetic: true }), group({ count: 3, risk: 'high', conflict: true }), group({ count: 4, inStage: false, state: 'decided', outcome: 'revoke', outcomeBy: 'answers', remediation: 'open' })]
  expect(countsOf(groups, [{ risk: 'low', asked: 6, answered: 2 }, { risk: 'high', asked: 3, answered: 3 }])).toMatchObject({ items: 14, stage: { total: 10, decided: 5 }, byRisk: { low: { total: 7, decided: 2 }, high: { total: 3, decided: 3 } }, conflicts: 3, nobody: 1, outcomes: { revoke: 4 }, remediation: { open: 4 } })
})

test('afterwards, what answers decided; and rows that never existed are gone', () => {
  const groups = [group({ count: 5, state: 'confirmed', outcome: 'keep', outcomeBy: 'answers' }), group({ count: 2, synthetic: true, state: 'exempt' }), group({ state: 'remediated', outcome: 'revoke', outcomeBy: 'nobody', confirmation: 'watching', watchUntil: 7 }), group({ state: 'confirmed', outcome: 'revoke', outcomeBy: 'no_response', confirmation: 'confirmed', watchUntil: 9 })]
  expect(countsOf(groups, null)).toMatchObject({ items: 7, stage: { total: 7, decided: 5 }, nobody: 1, outcomes: { keep: 5, revoke: 2 }, confirmation: { watching: 1, confirmed: 1 } })
  expect(remediationOf([...groups, group({ state: 'decided', outcome: 'narrow', remediation: 'open', question: true })])).toEqual({ watching: 1, over: 1, question: 1 })
  expect([watchedUntil(groups), watchedUntil([])]).toEqual([7, null])
})
