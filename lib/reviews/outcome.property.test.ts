import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyAccepting, anyAnswers, anyTargets, asVoice, callNear, voiceOf } from '@/lib/testing/arbitrary-reviews'
import { allLet, lets, type OracleWord, stageByText, targetLets } from '@/lib/testing/review-oracle'
import { STRATEGIES } from './content'
import { ANSWERS, both, type Given, intersection, isConflict, restricted, stageVerdict } from './outcome'

const RUNS = { numRuns: 2000 }
const WORDS: (OracleWord | null)[] = [...ANSWERS, null]
const given = (personId: string, answer: Given['answer']): Given => ({ personId, answer, until: answer === 'shorten' ? 1000 : null, targets: answer === 'narrow' ? [{ kind: 'tool', name: 'a', access: 'read', scope: [] }] : null })

/** All that n people can say or leave unsaid. */
function* sayings(n: number): Generator<(OracleWord | null)[]> {
  if (n === 0) return void (yield [])
  for (const rest of sayings(n - 1)) for (const word of WORDS) yield [word, ...rest]
}

describe('a stage of at most four people who say anything or nothing', () => {
  it('comes to what a second reading of the rule book says, under each strategy', () => {
    for (const strategy of STRATEGIES) for (let n = 1; n <= 4; n += 1) for (const words of sayings(n)) {
      const verdict = stageVerdict(strategy, n, words.flatMap((word, index) => (word === null ? [] : [given(`p${index}`, word)])))
      const expected = stageByText(strategy, words.map((word, index) => ({ person: `p${index}`, word })))
      const found = verdict.outcome === null ? 'no_response' : verdict.outcome.kind === 'revoke' ? 'denied' : 'accepted'
      if (found !== expected) expect.fail(`${strategy}, ${words.join(' ')}: ${found}, not ${expected}`)
    }
  })

  it('is never kept by silence and abstentions, under any strategy', () => {
    for (const strategy of STRATEGIES) for (const n of [0, 1, 2, 3, 4]) for (let abstain = 0; abstain <= n; abstain += 1) {
      expect(stageVerdict(strategy, n, Array.from({ length: abstain }, (_, index) => given(`p${index}`, 'abstain')))).toEqual({ outcome: null, by: 'no_response' })
    }
  })

  it('is a conflict exactly where one accepts and another denies', () => {
    for (const words of sayings(3)) {
      const said = words.flatMap((word, index) => (word === null ? [] : [given(`p${index}`, word)]))
      expect(isConflict(said)).toBe(words.includes('revoke') && words.some((word) => word === 'keep' || word === 'shorten' || word === 'narrow'))
    }
  })
})

describe('restrictions of all who accept', () => {
  const withCalls = <T extends readonly Given[]>(answers: fc.Arbitrary<T>) => answers.chain((all) => fc.tuple(fc.constant(all), fc.array(callNear(all.flatMap((one) => one.targets ?? [])), { minLength: 6, maxLength: 6 })))

  it('hold at once: the outcome lets through what each of them does, and nothing else', () => {
    let [through, narrowed] = [0, 0]
    fc.assert(fc.property(withCalls(anyAccepting), ([answers, calls]) => {
      const outcome = restricted(answers)
      for (const call of calls) {
        const all = allLet(answers.map(voiceOf), call)
        const hostile = answers.some((one) => one.targets?.some((target) => [target.name, ...target.scope].some((text) => /[.%]/.test(text))))
        if (hostile) expect(!lets(asVoice(outcome), call) || all).toBe(true)
        else expect(lets(asVoice(outcome), call)).toBe(all)
        if (all) through += 1
        if (all && answers.filter((one) => one.answer === 'narrow').length > 1) narrowed += 1
      }
    }), RUNS)
    expect(through).toBeGreaterThan(1000)
    expect(narrowed).toBeGreaterThan(30)
  })

  it('never let through what a denial, an abstention or an earlier stage does not', () => {
    fc.assert(fc.property(withCalls(anyAnswers), fc.constantFrom(...STRATEGIES), fc.nat(2), ([answers, calls], strategy, silent) => {
      const { outcome } = stageVerdict(strategy, answers.length + silent, answers)
      if (outcome === null) return
      for (const call of calls) if (lets(asVoice(outcome), call)) expect(allLet(answers.map(voiceOf), call)).toBe(true)
    }), RUNS)
  })

  it('of two stages hold both', () => {
    fc.assert(fc.property(withCalls(anyAccepting), withCalls(anyAccepting), ([first, calls], [second, more]) => {
      const outcome = both(restricted(first), restricted(second))
      for (const call of [...calls, ...more]) if (lets(asVoice(outcome), call) && restricted(first).kind !== 'revoke') expect(allLet([...first, ...second].map(voiceOf), call)).toBe(true)
    }), RUNS)
  })

  it('do not depend on who answered first', () => {
    fc.assert(fc.property(withCalls(anyAccepting), fc.nat(), ([answers, calls], seed) => {
      const turned = answers.toSorted((a, b) => ((seed >> Number(a.personId.slice(1))) & 1) - ((seed >> Number(b.personId.slice(1))) & 1)).toReversed()
      for (const call of calls) expect(lets(asVoice(restricted(turned)), call)).toBe(lets(asVoice(restricted(answers)), call))
    }), RUNS)
  })
})

describe('what two lists of targets have in common', () => {
  const threeLists = fc.tuple(anyTargets, anyTargets, anyTargets).chain((lists) => fc.tuple(fc.constant(lists), fc.array(callNear(lists.flat()), { minLength: 5, maxLength: 5 })))
  const admits = (targets: readonly Parameters<typeof targetLets>[0][], call: Parameters<typeof targetLets>[1]): boolean => targets.some((one) => targetLets(one, call))

  it('is the same in any order and any grouping, and of a list with itself is that list', () => {
    fc.assert(fc.property(threeLists, ([[a, b, c], calls]) => {
      for (const call of calls) {
        expect(admits(intersection(a, b), call)).toBe(admits(intersection(b, a), call))
        expect(admits(intersection(intersection(a, b), c), call)).toBe(admits(intersection(a, intersection(b, c)), call))
        expect(admits(intersection(a, a), call)).toBe(admits(a, call))
      }
    }), RUNS)
  })

  it('says nothing twice', () => {
    fc.assert(fc.property(threeLists, ([[a, b]]) => {
      const found = intersection(a, b).map((one) => JSON.stringify(one))
      expect(new Set(found).size).toBe(found.length)
    }), RUNS)
  })
})
