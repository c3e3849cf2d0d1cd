import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { GrantFact } from '@/lib/grants/model'
import { caseGrant } from '@/lib/testing/grant-world'
import { admits, keptAll, loses, type SmallGrant } from '@/lib/testing/narrow-oracle'
import { narrowed } from './narrow'
import { narrowedScope, startingWith, withoutContained } from './scope-narrowing'

const LEVELS = ['read', 'write', 'admin'] as const
const TARGETS = ['push', 'pull', 'pull_all', 'tag', 'list/all'] as const
const POOL = [
  'repo:a', 'repo:a/b', 'repo:b/c', 'repo:a/b/c', 'repo:a/b/c/d', 'repo:a/b/c/e', 'repo:a/b/c/d/e', 'repo:a/b/c/dd', 'repo:b/b/c/d', 'db:x/y/z/w', 'repo:a/*', 'repo:a/../b', 'repo:%2f', 'repo:100%',
  'repo:a/../b/c/d', 'x',
] as const
/** A traversal that begins behind the third segment is not in the roll-up, so nothing narrower could be sure to admit it. */
const NEVER_NARROWED = ['repo:a/b/c/../d', 'repo:a/b/c/%2e%2e/d'] as const

const grant: fc.Arbitrary<GrantFact> = fc.record({
  target: fc.constantFrom('*', 'pu*', 'pull*', '*l*', 'push'), access: fc.constantFrom(...LEVELS),
  scope: fc.oneof(fc.constant<string[]>([]), fc.array(fc.constantFrom('repo:*', 'repo:a/*', 'repo:a/b/c/d*', 'repo:*/d', '*d', '*', 'repo:a/../b', 'repo:a/b/c/d', 'db:*w', 'repo:%2f', 'repo:a/../b/c/d', '*b*d*', 'repo:a/*/c/*'), { minLength: 1, maxLength: 4 })),
}).map((change) => caseGrant({}, change))

const call = fc.record({ target: fc.constantFrom(...TARGETS), access: fc.constantFrom(...LEVELS), resources: fc.oneof(fc.constant<string[]>([]), fc.uniqueArray(fc.constantFrom<string>(...POOL), { maxLength: 3 }), fc.uniqueArray(fc.constantFrom<string>(...POOL), { minLength: 9, maxLength: 12 })) })

/** A grant and the calls it covered, as the roll-up keeps them. */
const world = fc.tuple(grant, fc.array(call, { maxLength: 8 })).map(([old, calls]) => {
  const covered = calls.filter((one) => admits(old, one))
  const observed = covered.map(({ target, access, resources }) => ({ target, access, keys: keptAll(resources) }))
  const rows = observed.map(({ target, access, keys }) => ({ target, access, resourceKeys: keys }))
  return { old, covered, observed, replacement: narrowed(old, rows).map((narrow): SmallGrant => ({ ...narrow, targetKind: old.targetKind })) }
})

const at = <T>(list: readonly T[], index: number): T[] => list.filter((_one, i) => i !== index)

describe('a narrowed replacement', () => {
  test('is sufficient: every call that the grant covered in the window would still be covered', () => {
    fc.assert(fc.property(world, ({ covered, replacement }) => {
      for (const one of covered) expect(replacement.some((narrow) => admits(narrow, one)), JSON.stringify([one, replacement])).toBe(true)
    }), { numRuns: 4_000 })
  })

  test('is never wider: whatever call it covers, the grant covered', () => {
    const strange = fc.array(fc.stringMatching(/^repo:(a|b|\*|\.\.)(\/(a|b|c|d|\*|\.\.|%2e)){0,4}$/), { maxLength: 6 })
    fc.assert(fc.property(world, strange, ({ old, replacement }, resources) => {
      // One resource at a time is enough, as a scope admits a call when it admits each of its resources.
      for (const narrow of replacement) {
        for (const target of [...TARGETS, narrow.target, `${narrow.target}x`]) {
          for (const named of [[], ...[...POOL, ...NEVER_NARROWED, ...resources, ...narrow.scope].map((one) => [one])]) {
            const one = { target, access: narrow.access, resources: named }
            if (admits(narrow, one)) expect(admits(old, one), JSON.stringify([one, old, replacement])).toBe(true)
          }
        }
      }
    }), { numRuns: 1_500 })
  })

  test('is minimal: without any of its grants, with any access lowered, or without any scope entry some call that the use may stand for is lost', () => {
    fc.assert(fc.property(world, ({ old, observed, replacement }) => {
      expect(loses(old, replacement, observed, POOL)).toBeNull()
      for (const [i, narrow] of replacement.entries()) {
        const said = JSON.stringify([old, replacement, i])
        expect(loses(old, at(replacement, i), observed, POOL), said).not.toBeNull()
        const lower = LEVELS[LEVELS.indexOf(narrow.access) - 1]
        if (lower !== undefined) expect(loses(old, replacement.map((one, j) => (j === i ? { ...one, access: lower } : one)), observed, POOL), said).not.toBeNull()
        // Where the roll-up says `*`, the old scope stands as it was.
        if (narrow.scope.length < 2 || observed.some((one) => one.target === narrow.target && one.keys.includes('*'))) continue
        for (const [j, entry] of narrow.scope.entries()) expect(loses(old, replacement.map((one, k) => (k === i ? { ...one, scope: at(narrow.scope, j) } : one)), observed, [...POOL, ...samples(entry)]), `${said} ${entry}`).not.toBeNull()
      }
    }), { numRuns: 2_000 })
  })

  test('names one target each, as many as were used, with the highest access used of each', () => {
    const old = caseGrant({}, { target: 'p*', access: 'admin' })
    const use = [{ target: 'push', access: 'read' as const, resourceKeys: ['repo:a'] }, { target: 'push', access: 'write' as const, resourceKeys: ['repo:b'] }, { target: 'pull', access: 'read' as const, resourceKeys: [] }]
    expect(narrowed(old, use)).toEqual([{ target: 'pull', access: 'read', scope: [] }, { target: 'push', access: 'write', scope: ['repo:a', 'repo:b'] }])
  })
})

/** Texts that an entry stands for. */
function samples(entry: string): string[] {
  return ['', 'd', 'q', 'd/e', 'e/f'].map((filling) => entry.replaceAll('*', filling))
}

describe('a narrowed scope', () => {
  test('is what was named; a cut name only as far as the old scope goes', () => {
    expect(narrowedScope([], [['repo:a', 'repo:b'], ['repo:a']])).toEqual(['repo:a', 'repo:b'])
    expect(narrowedScope([], [['repo:a/b/c/*']])).toEqual(['repo:a/b/c/*'])
    expect(narrowedScope(['repo:*'], [['repo:a/b/c/*']])).toEqual(['repo:a/b/c/*'])
    expect(narrowedScope(['repo:a/b/c/d*', 'db:*'], [['repo:a/b/c/*']])).toEqual(['repo:a/b/c/d*'])
    expect(narrowedScope(['repo:a/b/c/d'], [['repo:a/b/c/*']])).toEqual(['repo:a/b/c/d'])
  })

  test('is the old one where the roll-up says only that there were many, and none where a call named nothing', () => {
    expect(narrowedScope(['repo:*'], [['repo:a'], ['*']])).toEqual(['repo:*'])
    expect(narrowedScope([], [['repo:a'], []])).toEqual([])
    expect(narrowedScope(['repo:*'], [Array.from({ length: 201 }, (_, i) => `repo:${i}`)])).toEqual(['repo:*'])
    expect(narrowedScope(['repo:*'], [Array.from({ length: 200 }, (_, i) => `repo:${i}`)])).toHaveLength(200)
  })

  test('reading a prefix leads to every place in the glob where it can', () => {
    expect(startingWith('repo:*', 'repo:a/')).toEqual(['repo:a/*'])
    expect(startingWith('*ab', 'a').sort()).toEqual(['a*ab', 'ab'])
    expect(startingWith('repo:a', 'repo:a/')).toEqual([])
    expect(startingWith('db:*', 'repo:a/')).toEqual([])
  })

  test('has no entry that another contains', () => {
    expect(withoutContained(['a*', 'ab', 'a*b', 'c', 'a*'])).toEqual(['a*', 'c'])
    expect(withoutContained(['a**', 'a*'])).toHaveLength(1)
  })
})
