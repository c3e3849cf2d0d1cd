import { describe, expect, test } from 'vitest'
import { rotationAfterEdit, rotationsSchema, rotationState, rotationTime, vaultBodySchema } from './secret-rotation'

const DAY = 86_400_000
const NOW = 1_000 * DAY

describe('how a secret stands to its period', () => {
  test.each([
    ['overdue on the very instant', { everyDays: 30, rotatedAt: NOW - 30 * DAY }, 'overdue'],
    ['due soon a moment before', { everyDays: 30, rotatedAt: NOW - 30 * DAY + 1 }, 'due_soon'],
    ['due soon from two weeks before', { everyDays: 30, rotatedAt: NOW - 16 * DAY }, 'due_soon'],
    ['in time before that', { everyDays: 30, rotatedAt: NOW - 16 * DAY + 1 }, 'in_time'],
    ['counted from registration where it never was rotated', { everyDays: 30, registeredAt: NOW - 31 * DAY }, 'overdue'],
    ['not due on a server that was never let in', { everyDays: 30 }, 'in_time'],
    ['without a period', { everyDays: null, rotatedAt: 0 }, 'no_period'],
    ['over with its server', { everyDays: 30, rotatedAt: 0, inService: false }, 'ended'],
  ] as const)('%s', (_what, fact, state) => {
    expect(rotationState({ rotatedAt: null, registeredAt: null, inService: true, ...fact }, NOW)).toBe(state)
  })
})

test.each([
  ['now where no time is said', null, 5, 'person', { at: NOW }],
  ['at the time said', NOW - 1, NOW - 1, 'person', { at: NOW - 1 }],
  ['not in the future', NOW + 1, null, 'api', { refused: 'future' }],
  ['now by a vault whose clock runs ahead', NOW + 300_000, null, 'webhook', { at: NOW }],
  ['not by one that runs far ahead', NOW + 300_001, null, 'webhook', { refused: 'future' }],
  ['not before the last', NOW - 2, NOW - 1, 'person', { refused: 'before_last' }],
] as const)('a rotation counts %s', (_what, asked, last, via, result) => {
  expect(rotationTime(asked, last, via, NOW)).toEqual(result)
})

test.each([
  ['keeps what is stored when nothing is given', 7, false, null, { at: 7 }],
  ['may say what is known while nothing is attested', 7, false, 9, { at: 9 }],
  ['never takes an attested rotation back', 7, true, 3, { at: 7 }],
  ['never claims one that nobody attested', 7, true, 8, { refused: 'later' }],
] as const)('an edit of a server %s', (_what, stored, attested, given, result) => {
  expect(rotationAfterEdit(stored, attested, given)).toEqual(result)
})

test('a rotation names a secret by server and name, or a place, and never by half of that or both', () => {
  const ok = (more: object) => rotationsSchema.safeParse({ reference: 'CHG-1', ...more }).success
  expect([ok({ server: 'a', name: 'K' }), ok({ location: 'kv/x' })]).toEqual([true, true])
  expect([ok({}), ok({ server: 'a' }), ok({ name: 'K' }), ok({ location: 'kv/x', server: 'a', name: 'K' }), ok({ location: 'kv/x', server: 'a' }), ok({ location: 'kv/x', reference: ' ' })]).toEqual([false, false, false, false, false, false])
  expect(vaultBodySchema.parse({ location: 'kv/x', version: 7, type: 'kv-v2/data-write' })).toEqual({ location: 'kv/x', version: '7' })
})
