import fc from 'fast-check'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
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
  const near = (patterns: readonly string[]) => fc.oneof(...(patterns.length === 0 ? [anyName] : [anyName, fc.constantFrom(...patterns).chain(patternWithin), fc.constantFrom(...patterns)]))
  return fc.record({
    kind: fc.constantFrom('tool', 'tool', 'context'), name: near(targets.map((one) => one.name)), access: fc.constantFrom('read', 'read', 'read', 'write', 'admin'),
    resources: fc.array(near(targets.flatMap((one) => one.scope)), { maxLength: 2 }), at: fc.constantFrom(0, 1000, 1500, 2000, 2999, 3000),
  })
}

/** What a combined outcome lets through, said as an answer says it. */
export function asVoice(outcome: Outcome): OracleVoice {
  return { person: '', word: outcome.kind, until: outcome.kind === 'shorten' || outcome.kind === 'narrow' ? outcome.until : null, targets: outcome.kind === 'narrow' ? outcome.targets : null }
}
