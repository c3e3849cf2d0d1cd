import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyCampaign, anySaying, asVoice, callNear, voiceOf } from '@/lib/testing/arbitrary-reviews'
import { allLet, lets, type OracleVoice, wayByText } from '@/lib/testing/review-oracle'
import type { Given, Outcome } from './outcome'
import { type Closing, closeItem } from './stage'

const RUNS = { numRuns: 3000 }
type Saying = { asked: number; given: readonly Given[] }
const MOST = 5
const anyWay = fc.record({ campaign: anyCampaign, sayings: fc.array(fc.array(anySaying, { minLength: MOST, maxLength: MOST }), { minLength: 3, maxLength: 3 }) })
const voices = ({ asked, given }: Saying): OracleVoice[] => [...given.map(voiceOf), ...Array.from({ length: asked - given.length }, (_, index) => ({ person: `silent${index}`, word: null }))]

type Way = { campaign: { stages: { strategy: 'all_must_accept' | 'one_accept_accepts' | 'one_deny_denies' | 'accepted_if_not_denied'; stopOn: ('accept' | 'deny' | 'no_response')[]; repeats: number }[]; noResponse: 'keep' | 'revoke' | 'escalate' }; sayings: Saying[][] }

/** Goes by the rules under test until they say that it is over. */
function walk({ campaign, sayings }: Way): { closing: Extract<Closing, { next: 'final' }>; stage: number; asked: number } {
  let [stage, time, escalated] = [1, 1, false]
  const before: Outcome[] = []
  for (let steps = 0; steps < 20; steps += 1) {
    const own = campaign.stages[stage - 1]
    const saying = sayings[stage - 1]?.[time - 1]
    if (own === undefined || saying === undefined) break
    const closing = closeItem({ ...own, noResponse: campaign.noResponse, stage, stages: campaign.stages.length, iteration: time }, { ...saying, escalated, before })
    if (closing.next === 'final') return { closing, stage, asked: time }
    if (closing.next === 'next') {
      before.push(closing.own)
      ;[stage, time, escalated] = [stage + 1, 1, false]
    } else {
      time += 1
      escalated ||= closing.next === 'escalate'
    }
  }
  throw new Error('It never ended.')
}

describe('a random item on its way through a random campaign', () => {
  it('ends in one outcome, in the stage, after as many askings and by what a second reading says', () => {
    fc.assert(fc.property(anyWay.filter((way) => !mayLeaveNothing(way)), (way) => {
      const found = walk(way)
      const expected = wayByText(way.campaign, (stage, time) => voices(way.sayings[stage - 1]?.[time - 1] ?? { asked: 0, given: [] }))
      expect([found.stage, found.asked, found.closing.by, found.closing.own.kind !== 'revoke' || (expected.kept && expected.by === 'answers')]).toEqual([expected.stage, expected.asked, expected.by, expected.kept])
    }), RUNS)
  })

  it('is never kept by silence unless the campaign says so, and never where nobody could be asked', () => {
    fc.assert(fc.property(anyWay, (way) => {
      const { closing } = walk(way)
      if (closing.by === 'nobody') expect(closing.outcome.kind).toBe('revoke')
      if (closing.by === 'no_response' && way.campaign.noResponse !== 'keep') expect(closing.outcome.kind).toBe('revoke')
    }), RUNS)
  })

  it('keeps no more than what everybody who accepted, in any stage of its way, lets through', () => {
    const withCalls = anyWay.chain((way) => fc.tuple(fc.constant(way), fc.array(callNear(way.sayings.flat().flatMap((one) => one.given.flatMap((answer) => answer.targets ?? []))), { minLength: 4, maxLength: 4 })))
    fc.assert(fc.property(withCalls, ([way, calls]) => {
      const { closing } = walk(way)
      const { hold } = wayByText(way.campaign, (stage, time) => voices(way.sayings[stage - 1]?.[time - 1] ?? { asked: 0, given: [] }))
      for (const call of calls) if (lets(asVoice(closing.outcome), call) && !mayLeaveNothing(way)) expect(allLet(hold, call)).toBe(true)
    }), RUNS)
  })
})

/** Acceptances that leave nothing in common are a denial, which a later stage may overrule. */
function mayLeaveNothing(way: Way): boolean {
  return way.sayings.flat().some(({ given }) => given.filter((one) => one.answer === 'narrow').length > 1)
}
