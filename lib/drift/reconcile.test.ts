import { describe, expect, test } from 'vitest'
import { aDriftInput, aUse } from '@/lib/testing/drift-builders'
import { observeDrift } from './engine'
import { mayMove, MOVES, type Standing } from './life'
import { FINDING_STATUSES, type Observation } from './model'
import { firstSeen, seenAgain } from './reconcile'

const NOW = 10_000

function seen(change: Partial<Observation> = {}): Observation {
  const [base] = observeDrift(aDriftInput([], [aUse()]))
  if (base === undefined) throw new Error('The use makes a finding.')
  return { ...base, lastSeen: 5000, executed: 2, blocked: 1, ...change }
}

function stored(change: Partial<Standing> = {}): Standing {
  return { status: 'open', severity: 'high', resolvedAt: null, acceptedUntil: null, lastSeen: 5000, executed: 2, blocked: 1, ...change }
}

describe('the life of a finding', () => {
  test('what is found for the first time is open; what is already settled never was', () => {
    expect(firstSeen(seen(), NOW)).toMatchObject({ status: 'open', resolvedAt: null, counts: 'opened', history: [{ from: null, to: 'open' }] })
    expect(firstSeen(seen({ state: 'resolved', resolution: 'quiet' }), NOW)).toMatchObject({ status: 'resolved', resolvedAt: NOW, counts: null, history: [{ from: null, to: 'resolved' }] })
  })

  test('open and acknowledged stay while it is observed', () => {
    for (const status of ['open', 'acknowledged'] as const) expect(seenAgain(stored({ status }), seen(), NOW)).toMatchObject({ status, counts: null, history: [] })
  })

  test('whatever its status, it is resolved when it is settled or gone', () => {
    for (const status of ['open', 'acknowledged', 'accepted'] as const) {
      for (const observation of [null, seen({ state: 'resolved', resolution: 'covered_now' })]) {
        expect(seenAgain(stored({ status, acceptedUntil: NOW + 1 }), observation, NOW)).toMatchObject({ status: 'resolved', resolvedAt: NOW, acceptedUntil: null, counts: 'resolved', history: [{ from: status, to: 'resolved' }] })
      }
    }
    expect(seenAgain(stored({ status: 'resolved', resolvedAt: 6000 }), null, NOW)).toMatchObject({ status: 'resolved', resolvedAt: 6000, counts: null, history: [] })
  })

  test('a resolved one opens again for use after its resolution, or for earlier use that arrived later; not for the use known then', () => {
    const resolved = stored({ status: 'resolved', resolvedAt: 6000 })
    expect(seenAgain(resolved, seen(), NOW)).toMatchObject({ status: 'resolved', counts: null })
    for (const change of [{ lastSeen: 6001 }, { lastSeen: 5001 }, { executed: 3 }]) {
      expect(seenAgain(resolved, seen(change), NOW), JSON.stringify(change)).toMatchObject({ status: 'open', resolvedAt: null, counts: 'reopened', history: [{ from: 'resolved', to: 'open' }] })
    }
    expect(seenAgain(resolved, seen({ executed: 1 }), NOW), 'part of it left the window').toMatchObject({ status: 'resolved' })
  })

  test('a state that holds again opens again', () => {
    const state = seen({ life: 'state', executed: 0, blocked: 0 })
    expect(seenAgain(stored({ status: 'resolved', resolvedAt: 6000, executed: 0, blocked: 0 }), state, NOW)).toMatchObject({ status: 'open', counts: 'reopened' })
  })

  test('an accepted risk stays accepted until its date, that instant excluded', () => {
    expect(seenAgain(stored({ status: 'accepted', acceptedUntil: NOW + 1 }), seen(), NOW)).toMatchObject({ status: 'accepted', acceptedUntil: NOW + 1 })
    expect(seenAgain(stored({ status: 'accepted', acceptedUntil: NOW }), seen(), NOW)).toMatchObject({ status: 'open', acceptedUntil: null, counts: 'reopened' })
  })

  test('that a finding somebody has looked at became worse is written down; that it became milder is not', () => {
    expect(seenAgain(stored({ status: 'acknowledged', severity: 'medium' }), seen({ severity: 'high' }), NOW).history).toMatchObject([{ from: 'acknowledged', to: 'acknowledged', severity: 'high' }])
    expect(seenAgain(stored({ status: 'acknowledged', severity: 'critical' }), seen({ severity: 'high' }), NOW).history).toEqual([])
    expect(seenAgain(stored({ status: 'open', severity: 'medium' }), seen({ severity: 'high' }), NOW).history).toEqual([])
  })

  test('no move leads from a status to itself, and every status is known to the table', () => {
    for (const status of FINDING_STATUSES) expect(mayMove(status, status)).toBe(false)
    expect(Object.keys(MOVES).sort()).toEqual([...FINDING_STATUSES].sort())
  })
})
