import fc from 'fast-check'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import type { PeopleFacts, PersonFact, SubjectFacts } from '@/lib/reviews/conflict'
import { NO_RESPONSES, REVIEWER_RULES, type ReviewerRule, STRATEGIES } from '@/lib/reviews/content'
import { ANSWERS, type Given, type Outcome } from '@/lib/reviews/outcome'
import { patternWithin } from './arbitrary-requests'
import type { OracleCall, OracleVoice } from './review-oracle'

/** Short patterns that overlap in all ways, a treacherous path now and then. */
const anyName = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom('a', '/', '.', '..', '*', '%2e', '%'), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')) },
)
const anyScope = fc.oneof({ weight: 5, arbitrary: fc.constant<string[]>([]) }, { weight: 2, arbitrary: fc.array(anyName, { minLength: 1, maxLength: 2 }) })
const anyTarget: fc.Arbitrary<NarrowTarget> = fc.record({ kind: fc.constantFrom('tool' as const, 'tool' as const, 'context' as const), name: anyName, access: fc.constantFrom('read' as const, 'write' as const, 'admin' as const), scope: anyScope })
export const anyTargets = fc.array(anyTarget, { minLength: 1, maxLength: 3 })
const anyUntil = fc.constantFrom(1000, 2000, 3000)

/** A standing answer, with what belongs to it. */
export const anyGiven: fc.Arbitrary<Given> = fc.constantFrom(...ANSWERS, 'narrow' as const, 'narrow' as const).chain((answer) => fc.record({
  personId: fc.constant(''), answer: fc.constant(answer), until: answer === 'shorten' ? anyUntil : answer === 'narrow' ? fc.option(anyUntil) : fc.constant(null), targets: answer === 'narrow' ? anyTargets : fc.constant(null),
}))
export const anyAnswers = fc.array(anyGiven, { minLength: 1, maxLength: 4 }).map((given) => given.map((one, index) => ({ ...one, personId: `p${index}` })))
export const anyAccepting = anyAnswers.filter((given) => given.every((one) => ['keep', 'shorten', 'narrow'].includes(one.answer)))

export function voiceOf(given: Given): OracleVoice {
  return { person: given.personId, word: given.answer, until: given.until, targets: given.targets }
}

/** A call that some of these targets are likely to let through. */
export function callNear(targets: readonly NarrowTarget[]): fc.Arbitrary<OracleCall> {
  const at = fc.constantFrom(0, 1000, 1500, 2000, 2999, 3000)
  const far = fc.record({ kind: fc.constantFrom('tool', 'tool', 'context'), name: anyName, access: fc.constantFrom('read', 'write', 'admin'), resources: fc.array(anyName, { maxLength: 2 }), at })
  if (targets.length === 0) return far
  const near = fc.constantFrom(...targets).chain((target) => fc.record({
    kind: fc.constant(target.kind), name: patternWithin(target.name), access: fc.constantFrom('read', 'read', target.access), resources: target.scope.length === 0 ? fc.array(anyName, { maxLength: 1 }) : fc.array(fc.constantFrom(...target.scope).chain(patternWithin), { minLength: 1, maxLength: 2 }), at,
  }))
  return fc.oneof({ weight: 5, arbitrary: near }, { weight: 1, arbitrary: far })
}

/** What a combined outcome lets through, said as an answer says it. */
export function asVoice(outcome: Outcome): OracleVoice {
  return { person: '', word: outcome.kind, until: outcome.kind === 'shorten' || outcome.kind === 'narrow' ? outcome.until : null, targets: outcome.kind === 'narrow' ? outcome.targets : null }
}

/** Few people, so that places and conflicts fall upon the same ones often. */
export const REVIEW_CAST = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'] as const
const someone = fc.constantFrom(...REVIEW_CAST)
const perhaps = fc.option(someone, { freq: 3 })

const anySubject: fc.Arbitrary<Omit<SubjectFacts, 'key'>> = fc.record({
  subject: fc.constant('grant' as const), access: fc.constantFrom('read' as const, 'write' as const, 'admin' as const), ownerId: perhaps, backupOwnerId: perhaps, sponsorId: perhaps, sponsorBefore: fc.option(someone, { freq: 2 }), namedPersonId: fc.option(someone, { freq: 2 }),
  teamId: fc.option(fc.constant('core'), { freq: 2 }), requesters: fc.uniqueArray(someone, { maxLength: 2 }), approvers: fc.uniqueArray(someone, { maxLength: 2 }),
})

export const anySubjects = fc.array(anySubject, { minLength: 1, maxLength: 4 }).map((all): SubjectFacts[] => all.map((one, index) => ({ ...one, key: `i${index}` })))

export const anyPeople: fc.Arbitrary<PeopleFacts> = fc.record({ gone: fc.subarray([...REVIEW_CAST], { maxLength: 2 }), answering: fc.subarray([...REVIEW_CAST], { minLength: 2 }), reviewers: fc.subarray([...REVIEW_CAST]), team: fc.subarray([...REVIEW_CAST], { maxLength: 2 }), managers: fc.array(perhaps, { minLength: 6, maxLength: 6 }) })
  .map(({ gone, answering, reviewers, team, managers }) => {
    const people = REVIEW_CAST.map((id, index): PersonFact => {
      const active = !gone.includes(id)
      const isReviewer = active && reviewers.includes(id)
      return { id, name: id, email: `${id}@acme.test`, active, answers: isReviewer || answering.includes(id), isReviewer, managerId: managers[index] ?? null }
    })
    return { byId: new Map(people.map((one) => [one.id, one])), byEmail: new Map(people.map((one) => [one.email, one.id])), teams: new Map([['core', new Set<string>(team)]]), reviewers: people.filter((one) => one.isReviewer).map((one) => one.id) }
  })

const anyRule: fc.Arbitrary<ReviewerRule> = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...REVIEWER_RULES).map((kind) => ({ kind })) }, { weight: 1, arbitrary: fc.uniqueArray(fc.constantFrom(...REVIEW_CAST, 'stranger').map((id) => `${id}@acme.test`), { minLength: 1, maxLength: 3 }).map((emails) => ({ kind: 'named' as const, emails })) })
export const anyRules = fc.record({ reviewers: fc.array(anyRule, { minLength: 1, maxLength: 3 }), fallback: fc.array(anyRule, { maxLength: 2 }) })
export const anyLoad = fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }).map((counts) => new Map<string, number>(REVIEW_CAST.map((id, index) => [id, counts[index] ?? 0])))
/** Who is passed over for what they did before, by subject. */
export const anyPassed = fc.array(fc.subarray([...REVIEW_CAST], { maxLength: 2 }), { minLength: 4, maxLength: 4 }).map((all) => new Map(all.map((people, index) => [`i${index}`, new Map(people.map((id) => [id as string, 'answered before']))])))

const anyStage = fc.record({ strategy: fc.constantFrom(...STRATEGIES), stopOn: fc.subarray(['accept' as const, 'deny' as const, 'no_response' as const]), repeats: fc.nat(2) })
/** A campaign as far as the way of an item depends on it. */
export const anyCampaign = fc.record({ stages: fc.array(anyStage, { minLength: 1, maxLength: 3 }), noResponse: fc.constantFrom(...NO_RESPONSES) })
/** What is said each time that an item is asked about: how many are asked, and the answers of some of them. Often nothing. */
export const anySaying = fc.oneof(fc.constant({ asked: 0, given: [] }), fc.record({ asked: fc.integer({ min: 1, max: 3 }), given: fc.oneof({ weight: 2, arbitrary: fc.constant<Given[]>([]) }, { weight: 3, arbitrary: anyAnswers }) }).map(({ asked, given }) => ({ asked, given: given.slice(0, asked) })))
