import { describe, expect, test } from 'vitest'
import { ago, DAY, NOW } from '@/lib/testing/drift-time'
import { aWatcher } from '@/lib/testing/drift-builders'
import { covers, evaluability } from './evaluability'
import type { SourceFact } from './model'

const window = { from: ago(14), to: NOW }
const github = { id: 'srv_1', slug: 'github', names: new Set(['gh']) }

/** Each case: what is different about a gateway that has seen everything, and the gap that makes (null = none). */
const CASES: readonly [string, Partial<SourceFact>, string | null][] = [
  ['alive for the whole window', {}, null],
  ['alive exactly from the window’s first moment', { alive: [{ from: ago(14), to: NOW }] }, null],
  ['alive a moment later', { alive: [{ from: ago(14) + 1, to: NOW }] }, 'not_alive'],
  ['its last sign one heartbeat ago', { alive: [{ from: ago(20), to: NOW - 3_600_000 }] }, null],
  ['its last sign a moment longer ago', { alive: [{ from: ago(20), to: NOW - 3_600_001 }] }, 'not_alive'],
  ['silence between two intervals', { alive: [{ from: ago(20), to: ago(10) }, { from: ago(9), to: NOW }] }, 'not_alive'],
  ['two intervals that touch', { alive: [{ from: ago(10), to: NOW }, { from: ago(20), to: ago(10) }] }, null],
  ['never alive, with a heartbeat longer than the window', { alive: [], heartbeatMs: 30 * DAY }, 'not_alive'],
  ['alive long ago only, with a heartbeat longer than the window', { alive: [{ from: ago(40), to: ago(20) }], heartbeatMs: 30 * DAY }, 'not_alive'],
  ['no heartbeat stated', { heartbeatMs: null }, 'no_heartbeat'],
  ['sampling', { sampled: true }, 'sampled'],
  ['on the agent’s side', { vantage: 'agent' }, 'vantage'],
  ['of mixed vantage', { vantage: 'mixed' }, 'vantage'],
  ['on the server’s side', { vantage: 'server' }, null],
  ['drops within', { drops: [{ from: ago(3), to: ago(2), count: 1 }] }, 'dropped'],
  ['drops that end at the window’s first moment', { drops: [{ from: ago(20), to: ago(14), count: 1 }] }, 'dropped'],
  ['drops before', { drops: [{ from: ago(20), to: ago(14) - 1, count: 1 }] }, null],
  ['a dead letter within', { deadLetters: [ago(20), ago(14)] }, 'dead_letters'],
  ['dead letters before', { deadLetters: [ago(14) - 1] }, null],
]

describe('may absence be concluded', () => {
  test.each(CASES)('%s', (_name, change, gap) => {
    const found = evaluability([aWatcher(change)], github, window)
    expect(found.evaluable ? null : found.gaps.map((one) => one.reason)).toEqual(gap === null ? null : [gap])
  })

  test('a gap says when', () => {
    const found = evaluability([aWatcher({ alive: [{ from: ago(20), to: ago(10) }, { from: ago(9), to: NOW }] })], github, window)
    expect(found).toEqual({ evaluable: false, gaps: [{ source: 'gw', reason: 'not_alive', from: ago(10), to: ago(9) }] })
  })

  test('two sources with gaps do not make one without; any one without is enough', () => {
    const [first, second] = [aWatcher({ alive: [{ from: ago(20), to: ago(5) }] }), aWatcher({ id: 's2', name: 'edge', alive: [{ from: ago(6), to: NOW }] })]
    expect(evaluability([first, second], github, window)).toMatchObject({ evaluable: false, gaps: [{ source: 'gw' }, { source: 'edge' }] })
    expect(evaluability([first, second, aWatcher({ id: 's3', name: 'third' })], github, window)).toEqual({ evaluable: true, source: 'third' })
    expect(evaluability([], github, window)).toEqual({ evaluable: false, gaps: [] })
  })

  test('a source speaks for a server by its id, slug or another name, and for any when it names none', () => {
    expect([[], ['srv_1'], ['github'], ['x', 'gh']].map((list) => covers({ covers: list }, github))).toEqual([true, true, true, true])
    expect(covers({ covers: ['vault'] }, github)).toBe(false)
    expect(evaluability([aWatcher({ covers: ['vault'] })], github, window)).toEqual({ evaluable: false, gaps: [] })
  })
})
