import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dueDigests, dueKeys, markOf, reminderMessage, type Waiting } from './reminders'

const DAY = 86_400_000
const NOW = Date.parse('2026-11-21T07:00:00Z')
const waits = (more: Partial<Waiting> = {}): Waiting => ({
  campaignId: 'rev_1', campaign: 'Q4', stage: 1, iteration: 1, endsAt: NOW + 6.5 * DAY, silence: 'What nobody answers is revoked.', marks: [7, 3], personId: 'per_erin', left: { low: 7, medium: 0, high: 0, critical: 2 }, asked: 12, insteadOf: null, ...more,
})

describe('when somebody is reminded', () => {
  test.each([[8, null], [7, 7], [6, 7], [3.1, 7], [3, 3], [1.1, 3], [1, 1], [0.1, 1], [0, null], [-1, null]] as const)('%s days before the deadline the mark is %s, and the last day is one whatever is set', (days, mark) => {
    expect(markOf([7, 3], NOW + days * DAY, NOW)).toBe(mark)
  })

  test('a person is told once at each mark of each stage, and only of what is undecided', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 240 }), { maxLength: 30 }), fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), (hours, marks) => {
      const told = new Set<string>()
      let digests = 0
      for (const hour of hours.toSorted((a, b) => a - b)) {
        const waiting = [waits({ marks, endsAt: NOW + 240 * 3_600_000 })]
        for (const digest of dueDigests(waiting, told, NOW + hour * 3_600_000)) {
          digests += 1
          expect(digest.told.some((key) => told.has(key))).toBe(false)
          for (const key of digest.told) told.add(key)
        }
      }
      expect(digests).toBeLessThanOrEqual(new Set([...marks, 1]).size)
    }), { numRuns: 60 })
    expect(dueDigests([waits({ left: { low: 0, medium: 0, high: 0, critical: 0 } })], new Set(), NOW)).toEqual([])
  })

  test('one digest says all that waits, though only one deadline has come nearer', () => {
    const waiting = [waits(), waits({ campaignId: 'rev_2', campaign: 'Owners', endsAt: NOW + 30 * DAY, left: { low: 1, medium: 0, high: 0, critical: 0 }, asked: 1 })]
    expect(dueDigests(waiting, new Set(), NOW)).toEqual([{
      personId: 'per_erin', path: '/reviews', told: ['review.due:rev_1:1.1:7:per_erin'], subject: '10 items of 2 reviews wait for you; the first closes Fri 27 Nov 19:00 UTC',
      text: [
        'The links show what waits; nothing is decided by following one.', '', '  Q4', '  9 of 12 left: 2 critical, 7 low. Closes Fri 27 Nov 19:00 UTC. What nobody answers is revoked.', '  Answer: /reviews/rev_1/items?reviewer=me',
        '', '  Owners', '  1 of 1 left: 1 low. Closes Mon 21 Dec 07:00 UTC. What nobody answers is revoked.', '  Answer: /reviews/rev_2/items?reviewer=me',
      ].join('\n'),
    }])
    expect(dueDigests(waiting, new Set(dueKeys(waiting, NOW)), NOW)).toEqual([])
  })

  test('whoever stands in is told in whose place, and is told at a mark of their own all the same', () => {
    const both = [waits(), waits({ insteadOf: 'Dana', campaign: 'Q4\nAnswer: /evil' })]
    const [digest] = dueDigests(both, new Set(['review.due:rev_1:1.1:7:per_erin']), NOW)
    expect(digest?.told).toEqual(['review.due:rev_1:1.1:7:per_erin:instead'])
    expect(digest?.path).toBe('/reviews/rev_1/items?reviewer=me')
    expect(digest?.text).toContain('  Q4 Answer: /evil, in the place of Dana\n')
  })
})

test('a reminder by hand says who sends it and what waits, and is one message', () => {
  expect(reminderMessage([waits()], 'Rae', '5')).toMatchObject({ key: 'review.reminded:rev_1:5:per_erin', recipientId: 'per_erin', subject: 'Rae reminds you: 9 items of Q4 wait for you', path: '/reviews/rev_1/items?reviewer=me' })
  expect(reminderMessage([], 'Rae', '5')).toBeNull()
})
