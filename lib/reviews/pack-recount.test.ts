import { describe, expect, test } from 'vitest'
import { type CountedEntry, recount } from './pack-recount'

const entry = (action: string, detail: Record<string, unknown>): CountedEntry => ({ action: `review.${action}`, detail: { stage: 1, iteration: 1, ...detail } })
const keep = (task: string) => entry('answered', { task, answer: 'keep' })
const revoke = (task: string) => entry('answered', { task, answer: 'revoke' })

describe('counting again from the trail', () => {
  const cases: [string, CountedEntry[], { answers: Record<string, number>; changed: number; outcomes?: Record<string, number> }][] = [
    ['an answer to a task stands', [keep('a'), revoke('b')], { answers: { keep: 1, revoke: 1 }, changed: 0 }],
    ['the last answer to a task stands, whoever gave it', [keep('a'), revoke('a')], { answers: { revoke: 1 }, changed: 1 }],
    ['an answer taken back counts no more', [keep('a'), entry('answer_undone', { task: 'a' })], { answers: {}, changed: 1 }],
    ['a batch answers each of its tasks, over what stood', [revoke('a'), entry('answered_many', { answer: 'keep', tasks: ['a', 'b', 'c'] })], { answers: { keep: 3 }, changed: 1 }],
    ['a task that is handed on takes its answer along', [keep('a'), entry('reassigned', { task: 'a', to: 'per_b' })], { answers: {}, changed: 1 }],
    ['a task of one who left, and an answer of one in conflict, count no more', [keep('a'), keep('b'), keep('c'), entry('reassigned', { changes: [{ item: 'i', ended: [{ taskId: 'a' }], voided: [{ taskId: 'b' }], added: [] }] })], { answers: { keep: 1 }, changed: 2 }],
    ['what is dropped at a close counts no more; what is final is counted by outcome, over all closes', [keep('a'), keep('b'), entry('stage_closed', { dropped: [{ item: 'i', task: 'a' }], final: { keep: 1 } }), entry('stage_closed', { stage: 2, final: { keep: 2, revoke: 1 } })], { answers: { keep: 1 }, changed: 1, outcomes: { keep: 3, revoke: 1 } }],
    ['what is no answer changes nothing', [keep('a'), entry('reminded', {}), entry('signed_off', {}), entry('remediated', {})], { answers: { keep: 1 }, changed: 0 }],
  ]
  test.each(cases)('%s', (_title, entries, wanted) => expect(recount(entries)).toEqual({ outcomes: {}, ...wanted }))

  test('an entry that it does not understand is refused, not counted wrong', () => {
    expect(() => recount([entry('answered', { task: 'a', answer: 'perhaps' })])).toThrow()
    expect(() => recount([entry('answered', { answer: 'keep' })])).toThrow()
  })
})
