import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyFacts, anyNeed, CAST, castOf } from '@/lib/testing/arbitrary-requests'
import { counts, enoughPeople, isBarred, type OracleAnswer, seatsOf, standsBy } from '@/lib/testing/request-oracle'
import { type Answerer, answersAs } from './answering'
import type { StepCount } from './approval-policy'
import type { ApprovalFacts } from './eligibility'
import { type Decision, progressOf } from './progress'

const RUNS = { numRuns: 4000 }
const person = (id: string): Answerer => ({ kind: 'person', bootstrap: false, personId: id, behind: [id] })

/** What stays as it is most of the time is null. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
const anyAttempt = fc.record({ who: fc.constantFrom(...CAST), answer: fc.constantFrom<Decision['answer'][]>('approve', 'approve', 'approve', 'approve', 'deny'), world: seldom(anyFacts), need: seldom(anyNeed) })
const anyStory = fc.record({ facts: anyFacts, need: anyNeed, attempts: fc.array(anyAttempt, { minLength: 1, maxLength: 14 }) })

type Step = { facts: ApprovalFacts; need: StepCount; decisions: readonly Decision[]; who: string }

/** Plays a story by the rules under test and looks at every step: who tried, what was there before, and what came of it. */
function play(story: { facts: ApprovalFacts; need: StepCount; attempts: readonly { who: string; answer: Decision['answer']; world: ApprovalFacts | null; need: StepCount | null }[] }, look: (step: Step, as: ReturnType<typeof answersAs>) => void): Step {
  let { facts, need } = story
  let decisions: readonly Decision[] = []
  for (const { who, answer, world, need: asked } of story.attempts) {
    facts = world ?? facts
    need = asked ?? need
    const progress = progressOf(need, decisions, facts)
    const as = answersAs(person(who), facts, need, progress, decisions)
    look({ facts, need, decisions, who }, as)
    if (!('code' in as)) decisions = [...decisions, { step: as.step, personId: as.personId, onBehalfOf: as.onBehalfOf, answer }]
    if (answer === 'deny' && !('code' in as)) break
    if (progressOf(need, decisions, facts).outcome !== 'waiting') break
  }
  return { facts, need, decisions, who: '' }
}

const plain = (decisions: readonly Decision[]): OracleAnswer[] => decisions.map((one) => ({ step: one.step, person: one.personId, inPlaceOf: one.onBehalfOf, yes: one.answer === 'approve' }))

describe('random people answering random requests, while owners, roles and stand-ins change', () => {
  it('are let in exactly where a second reading of the rule book has a seat for them, and into that seat', () => {
    fc.assert(fc.property(anyStory, (story) => {
      play(story, ({ facts, need, decisions, who }, as) => {
        const seats = seatsOf(castOf(facts), need, plain(decisions), who)
        const [first] = seats
        expect('code' in as ? null : { step: as.step, inPlaceOf: as.onBehalfOf }).toEqual(first ?? null)
      })
    }), RUNS)
  })

  it('end as the second reading says', () => {
    fc.assert(fc.property(anyStory, (story) => {
      const { facts, need, decisions } = play(story, () => {})
      expect(progressOf(need, decisions, facts).outcome).toBe(standsBy(castOf(facts), need, plain(decisions)))
    }), RUNS)
  })

  it('approve nothing without so many different people, none of whom asked, sponsors, is named, has left or spoke for another who counts', () => {
    let approved = 0
    fc.assert(fc.property(anyStory, (story) => {
      const { facts, need, decisions } = play(story, () => {})
      if (progressOf(need, decisions, facts).outcome !== 'approved') return
      approved += 1
      const cast = castOf(facts)
      expect(enoughPeople(cast, need, plain(decisions))).toBe(true)
      const words = plain(decisions).filter((one) => counts(cast, one)).flatMap((one) => [one.person, ...(one.inPlaceOf === null ? [] : [one.inPlaceOf])])
      expect(new Set(words).size).toBe(words.length)
      for (const word of words) {
        expect(isBarred(cast, word)).toBe(false)
        expect([...facts.requesters, facts.sponsorId, facts.sponsorBefore, facts.namedPersonId]).not.toContain(word)
      }
    }), RUNS)
    expect(approved).toBeGreaterThan(300)
  })

  it('never let somebody answer twice, for themselves or through somebody', () => {
    fc.assert(fc.property(anyStory, (story) => {
      play(story, ({ decisions, who }, as) => {
        if (decisions.some((one) => one.personId === who || one.onBehalfOf === who)) expect('code' in as).toBe(true)
        if (!('code' in as) && as.onBehalfOf !== null) expect(decisions.some((one) => one.personId === as.onBehalfOf || one.onBehalfOf === as.onBehalfOf)).toBe(false)
      })
    }), RUNS)
  })

  it('end at the first denial, whoever approved before or would approve after', () => {
    fc.assert(fc.property(anyStory, fc.nat(14), (story, place) => {
      const { facts, need, decisions } = play(story, () => {})
      const [denial] = decisions
      if (denial === undefined) return
      const all = decisions.toSpliced(place % (decisions.length + 1), 0, { ...denial, answer: 'deny' })
      expect(progressOf(need, all, facts).outcome).toBe('denied')
    }), RUNS)
  })

  it('do not matter in their order: as far as it has come, it has come', () => {
    fc.assert(fc.property(anyStory, (story) => {
      const { facts, need, decisions } = play(story, () => {})
      expect(progressOf(need, decisions.toReversed(), facts).outcome).toBe(progressOf(need, decisions, facts).outcome)
    }), RUNS)
  })
})

describe('tokens', () => {
  const anyToken = fc.record({ kind: fc.constantFrom<Answerer['kind'][]>('token', 'system'), bootstrap: fc.boolean(), personId: fc.option(fc.constantFrom(...CAST)), behind: fc.subarray([...CAST], { minLength: 1, maxLength: 2 }) })

  it('never decide, but for the start token', () => {
    fc.assert(fc.property(anyToken, anyFacts, anyNeed, (token, facts, need) => {
      if (token.bootstrap && token.kind === 'token') return
      expect(answersAs(token, facts, need, progressOf(need, [], facts), [])).toMatchObject({ code: 'forbidden' })
    }), RUNS)
  })

  it('of the start stand for all steps only where there are not two reviewers, and never for what they or their people are part of', () => {
    fc.assert(fc.property(anyToken, anyFacts, anyNeed, (token, facts, need) => {
      const as = answersAs({ ...token, kind: 'token', bootstrap: true }, facts, need, progressOf(need, [], facts), [])
      if ('code' in as) return
      if (as.waived) expect(facts.reviewers.size).toBeLessThan(2)
      for (const one of [as.personId, ...token.behind]) expect(isBarred(castOf(facts), one)).toBe(false)
    }), RUNS)
  })
})
