import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCESS } from '@/lib/registry/model'
import { anyPair, anyPattern, anyReach, callWithin, grantFrom, patternWithin } from '@/lib/testing/arbitrary-requests'
import { worldWith } from '@/lib/testing/grant-world'
import { glob, treacherous } from '@/lib/testing/verdict-oracle'
import { beyond, includes, includesPattern, includesScope, type Reach } from './includes'
import { covers } from './match'

/** What a pattern matches, by the second reading of the rules. */
const admits = (pattern: string, text: string, paths: boolean): boolean => pattern === text || (!(paths && treacherous(text)) && glob(pattern, text))

/** Every text of up to `length` letters. */
function textsOf(alphabet: readonly string[], length: number): string[] {
  let last = ['']
  const found = [...last]
  for (let i = 0; i < length; i += 1) {
    last = last.flatMap((text) => alphabet.map((letter) => text + letter))
    found.push(...last)
  }
  return found
}

describe('inclusion of reaches', () => {
  it('means that whatever the inner one covers, the outer one covers', () => {
    let included = 0
    let covered = 0
    fc.assert(fc.property(anyPair.chain(([outer, inner]) => fc.tuple(fc.constant(outer), fc.constant(inner), callWithin(inner))), ([outer, inner, call]) => {
      if (!includes(outer, inner)) return
      included += 1
      const [wide, narrow] = [grantFrom(outer), grantFrom(inner)]
      if (!covers(worldWith([narrow]), narrow, call)) return
      covered += 1
      expect(covers(worldWith([wide]), wide, call)).toBe(true)
    }), { numRuns: 20_000 })
    // Otherwise the property would have said little.
    expect(included).toBeGreaterThan(2000)
    expect(covered).toBeGreaterThan(500)
  })

  it('is reflexive and transitive', () => {
    fc.assert(fc.property(anyPair, anyPair, ([a, b], [, d]) => {
      expect(includes(a, a)).toBe(true)
      const c: Reach = { ...b, access: 'read', scope: d.scope }
      if (includes(a, b) && includes(b, c)) expect(includes(a, c)).toBe(true)
    }), { numRuns: 5000 })
  })

  it('names just the dimensions in which the two differ in the wrong direction', () => {
    fc.assert(fc.property(anyReach, anyReach, (outer, other) => {
      for (const key of ['serverId', 'agentId', 'clientId', 'human', 'access', 'mode'] as const) {
        const found = beyond(outer, { ...outer, [key]: other[key] })
        expect(found.every((one) => one === key.replace('Id', ''))).toBe(true)
      }
    }), { numRuns: 2000 })
  })

  it('never lets a call without a human in where a human was asked for, nor the other way about', () => {
    fc.assert(fc.property(anyReach, anyReach, (outer, inner) => {
      if ((outer.human.rule === 'none') !== (inner.human.rule === 'none')) expect(beyond(outer, inner)).toContain('human')
    }), { numRuns: 2000 })
  })

  it('never takes a team for a person, a person for a team, or anybody for either', () => {
    const rules: Reach['human'][] = [{ rule: 'person', personId: 'dana' }, { rule: 'team', teamId: 'core' }, { rule: 'any' }]
    fc.assert(fc.property(anyReach, fc.constantFrom(...rules), fc.constantFrom(...rules), (reach, a, b) => {
      const isIn = !beyond({ ...reach, human: a }, { ...reach, human: b }).includes('human')
      expect(isIn).toBe(a.rule === 'any' || a.rule === b.rule)
    }))
  })

  it('holds access by its order, and a task’s credential as narrower than none', () => {
    fc.assert(fc.property(anyReach, (reach) => {
      for (const outer of ACCESS) for (const inner of ACCESS) expect(includes({ ...reach, access: outer }, { ...reach, access: inner })).toBe(rank(outer) >= rank(inner))
      expect(includes({ ...reach, mode: 'direct' }, { ...reach, mode: 'task' })).toBe(true)
      expect(includes({ ...reach, mode: 'task' }, { ...reach, mode: 'direct' })).toBe(false)
    }), { numRuns: 200 })
  })
})

const rank = (access: string): number => ['read', 'write', 'admin'].indexOf(access)

describe('inclusion of patterns is exact', () => {
  const PATTERNS = textsOf(['a', '*', '/', '.'], 3).filter((text) => text !== '')
  const TEXTS = textsOf(['a', 'z', '/', '.', '*'], 5)

  it.each([false, true])('over every pair of short patterns: there is a text that tells them apart, or none (paths: %s)', (paths) => {
    const matched = new Map(PATTERNS.map((pattern) => [pattern, new Set(TEXTS.filter((text) => admits(pattern, text, paths)))]))
    for (const outer of PATTERNS) {
      for (const inner of PATTERNS) {
        const witness = [...(matched.get(inner) ?? [])].find((text) => !matched.get(outer)?.has(text))
        expect([outer, inner, includesPattern(outer, inner, paths)]).toEqual([outer, inner, witness === undefined])
      }
    }
  })

  it('whatever is put in place of the stars', () => {
    fc.assert(fc.property(anyPattern.chain((inner) => fc.tuple(fc.constant(inner), anyPattern, patternWithin(inner))), fc.boolean(), ([inner, outer, text], paths) => {
      if (!admits(inner, text, paths)) return
      if (includesPattern(outer, inner, paths)) expect(admits(outer, text, paths)).toBe(true)
    }), { numRuns: 20_000 })
  })

  it('also for scopes: what is not included has a resource that tells so', () => {
    const scope = fc.array(fc.constantFrom('a', 'a*', '*a', '*', 'a/*', '*/a', 'a/../*', '..', '*.*', 'a%2*'), { maxLength: 3 })
    const resources = [...textsOf(['a', 'z', '/', '.'], 4), 'a/../*', 'a%2*', 'a/*', '*/a', 'a*', '*a', '*', '*.*']
    // No resource at all is told by null: only an unrestricted scope admits it.
    const lets = (globs: readonly string[], resource: string | null): boolean => globs.length === 0 || (resource !== null && globs.some((one) => admits(one, resource, true)))
    fc.assert(fc.property(scope, scope, (outer, inner) => {
      const witness = [null, ...resources].find((one) => lets(inner, one) && !lets(outer, one))
      expect(includesScope(outer, inner)).toBe(witness === undefined)
    }), { numRuns: 1500 })
  })
})
