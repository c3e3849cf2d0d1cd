import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyDrift } from '@/lib/testing/arbitrary-drift'
import { expectedDrift, type Expected } from '@/lib/testing/drift-oracle'
import { expectedFound } from '@/lib/testing/drift-oracle-found'
import { observeDrift } from './engine'
import { FINDING_KINDS, type Observation } from './model'

function comparable(seen: Observation): Expected {
  const { kind, server, target, agent, client, grantId, severity, state, resolution, executed, blocked, evaluable } = seen
  const access = seen.evidence['access'] !== undefined ? String(seen.evidence['access']) : null
  return { kind, server, target, access, agent, client, grantId, source: seen.sourceName, severity, state, resolution, executed, blocked, evaluable }
}

const sorted = (list: readonly Expected[]): string[] => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort()

describe('the engine', () => {
  test('says what a brute-force reading of the rules says, in any world', () => {
    fc.assert(fc.property(anyDrift, (input) => {
      expect(sorted(observeDrift(input).map(comparable))).toEqual(sorted([...expectedDrift(input), ...expectedFound(input)]))
    }), { numRuns: 1500 })
  })

  test('never makes two findings of one fingerprint, and does not mind the order of its input', () => {
    fc.assert(fc.property(anyDrift, (input) => {
      const seen = observeDrift(input)
      expect(new Set(seen.map((one) => one.fingerprint)).size).toBe(seen.length)
      const turned = observeDrift({ ...input, usage: [...input.usage].reverse(), sources: [...input.sources].reverse(), signals: [...input.signals].reverse() })
      expect(sorted(turned.map(comparable))).toEqual(sorted(seen.map(comparable)))
      expect(turned.map((one) => one.fingerprint).sort()).toEqual(seen.map((one) => one.fingerprint).sort())
    }), { numRuns: 300 })
  })

  test('finds every kind in some world, and settles findings both ways, so that the comparison means something', () => {
    const found = new Set<string>()
    fc.assert(fc.property(anyDrift, (input) => {
      for (const one of observeDrift(input)) found.add(one.resolution ?? one.kind).add(one.evaluable ? one.kind : 'not evaluable')
    // What it asks is whether the worlds are rich enough, so they are the same ones each time.
    }), { numRuns: 1500, seed: 20261121 })
    expect([...found].sort()).toEqual([...FINDING_KINDS, 'covered_now', 'quiet', 'not evaluable'].sort())
  })
})
