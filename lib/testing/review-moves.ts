import fc from 'fast-check'
import { type CampaignContent, contentSchema, STRATEGIES } from '@/lib/reviews/content'
import { ANSWERS, type Answer } from '@/lib/reviews/outcome'

/** Who takes part in random stories of reviews; the names of `request-builders.ts`. */
export const REVIEW_PLAYERS = ['dana', 'erin', 'bert', 'mona', 'rae', 'rob', 'sam', 'otto'] as const

/** One thing that somebody does, or that happens. `which` chooses among what is there, counted round; `by` null: somebody who may. */
export type ReviewSingle =
  | { do: 'answer'; by: string | null; which: number; answer: Answer; days: number; narrow: number }
  | { do: 'undo'; by: string | null; which: number }
  | { do: 'bulk'; by: string | null; which: number; answer: 'keep' | 'revoke' | 'abstain'; dryRun: boolean }
  | { do: 'reassign'; by: string | null; which: number; to: string | null }
  | { do: 'addReviewer'; by: string; which: number; person: string }
  | { do: 'signOff'; by: string | null; which: number }
  | { do: 'closeStage' | 'cancel'; by: string }
  | { do: 'remedy'; by: string; which: number; action: 'retry' | 'restore' | 'done' | 'apply' | 'leave' | 'sign' }
  | { do: 'closeDue' | 'keepReviewers' | 'remediate' | 'confirm' }
  | { do: 'narrowGrant' | 'revokeGrant'; by: string; which: number }
  | { do: 'tie'; which: number }
  | { do: 'owner' | 'backup'; server: string; person: string }
  | { do: 'manager' | 'sponsor'; person: string; of: string }
  | { do: 'leave' | 'return' | 'reviewer' | 'noReviewer' | 'join' | 'quit'; person: string }
  | { do: 'standIn'; person: string; delegate: string; hours: number }
export type ReviewMove = ReviewSingle | { do: 'clock'; hours: number } | { do: 'toDeadline' } | { do: 'both'; one: ReviewSingle; other: ReviewSingle }
export type ReviewStory = { content: CampaignContent; ownership: boolean; moves: ReviewMove[] }

const player = fc.constantFrom(...REVIEW_PLAYERS)
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
const by = seldom(player)
const which = fc.nat(11)

const rule = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('owner', 'owner', 'backup_owner', 'sponsor', 'manager', 'security').map((kind) => ({ kind })) },
  { weight: 1, arbitrary: fc.uniqueArray(player.map((one) => `${one}@acme.test`), { minLength: 1, maxLength: 3 }).map((emails) => ({ kind: 'named', emails })) },
)
const rules = (minLength: number, maxLength: number) => fc.uniqueArray(rule, { minLength, maxLength, selector: (one) => one.kind })
const stage = fc.record({
  reviewers: rules(1, 2), days: fc.constantFrom(2, 10), strategy: fc.constantFrom(...STRATEGIES, 'one_accept_accepts' as const), closes: fc.constantFrom('when_signed_off', 'at_deadline'),
  stopOn: fc.constantFrom([], [], ['deny'], ['no_response'], ['accept'], ['deny', 'no_response']), repeats: fc.constantFrom(0, 0, 1, 2),
})
/** Campaigns of all sorts; what is watched is watched for a day, so that stories reach their end. */
const content: fc.Arbitrary<CampaignContent> = fc.record({
  stages: fc.oneof({ weight: 2, arbitrary: fc.array(stage, { minLength: 1, maxLength: 1 }) }, { weight: 3, arbitrary: fc.array(stage, { minLength: 2, maxLength: 3 }) }),
  noResponse: fc.constantFrom('revoke', 'revoke', 'keep', 'escalate'), escalateTo: rules(1, 1), fallback: rules(0, 1), escalateDaysBefore: fc.constantFrom(null, 1),
  remediation: fc.constantFrom('automatic', 'automatic', 'suspend_first', 'ticket'), suspendDays: fc.constant(1), watchDays: fc.constant(1), bulkCap: fc.constantFrom(2, 50), canaries: fc.constantFrom(0, 0, 10),
}).map((one) => contentSchema.parse(one))

const answer: fc.Arbitrary<ReviewSingle> = fc.record({ do: fc.constant('answer' as const), by, which, answer: fc.constantFrom(...ANSWERS, 'keep' as const, 'narrow' as const), days: fc.constantFrom(1, 20, 200), narrow: fc.nat(5) })
const reviewing: fc.Arbitrary<ReviewSingle> = fc.oneof(
  fc.record({ do: fc.constant('undo' as const), by, which }),
  fc.record({ do: fc.constant('bulk' as const), by, which, answer: fc.constantFrom('keep' as const, 'keep' as const, 'revoke' as const, 'abstain' as const), dryRun: fc.nat(4).map((n) => n === 0) }),
  fc.record({ do: fc.constant('reassign' as const), by, which, to: seldom(player) }),
  fc.record({ do: fc.constant('addReviewer' as const), by: fc.constantFrom('rae', 'rob', 'erin'), which, person: player }),
  fc.record({ do: fc.constant('signOff' as const), by, which }),
)
const running: fc.Arbitrary<ReviewSingle> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ do: fc.constant('closeStage' as const), by: fc.constantFrom('rae', 'rob', 'erin', 'dana') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('remedy' as const), by: fc.constantFrom('rae', 'rob', 'sam', 'erin'), which, action: fc.constantFrom('retry' as const, 'restore' as const, 'done' as const, 'apply' as const, 'leave' as const, 'sign' as const, 'sign' as const) }) },
  { weight: 6, arbitrary: fc.constantFrom<ReviewSingle[]>({ do: 'closeDue' }, { do: 'keepReviewers' }, { do: 'remediate' }, { do: 'confirm' }) },
)
const meanwhile: fc.Arbitrary<ReviewSingle> = fc.oneof(
  fc.record({ do: fc.constantFrom('narrowGrant' as const, 'revokeGrant' as const), by: fc.constantFrom('rae', 'erin'), which }),
  fc.record({ do: fc.constantFrom('owner' as const, 'backup' as const), server: fc.constantFrom('github', 'ledger', 'safe', 'open'), person: player }),
  fc.record({ do: fc.constant('manager' as const), person: player, of: player }),
  // Whoever has answered comes to sponsor the agent of what they answered.
  fc.record({ do: fc.constant('tie' as const), which }),
  fc.record({ do: fc.constant('sponsor' as const), person: player, of: fc.constantFrom('triage', 'release') }),
  fc.record({ do: fc.constantFrom('leave' as const, 'return' as const, 'return' as const, 'reviewer' as const, 'noReviewer' as const, 'join' as const, 'quit' as const), person: player }),
  fc.record({ do: fc.constant('standIn' as const), person: player, delegate: player, hours: fc.constantFrom(2, 400) }),
)
const single = fc.oneof({ weight: 24, arbitrary: answer }, { weight: 8, arbitrary: reviewing }, { weight: 4, arbitrary: running }, { weight: 5, arbitrary: meanwhile })
const clock: fc.Arbitrary<ReviewMove> = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(1, 12, 24, 72).map((hours) => ({ do: 'clock' as const, hours })) }, { weight: 1, arbitrary: fc.constant({ do: 'toDeadline' as const }) })
const both: fc.Arbitrary<ReviewMove> = fc.record({ do: fc.constant('both' as const), one: fc.oneof({ weight: 2, arbitrary: answer }, { weight: 1, arbitrary: running }), other: single })

/** A story: a campaign, and who does what, one after the other and, now and then, two at once. */
export const anyReviewStory: fc.Arbitrary<ReviewStory> = fc.record({
  content, ownership: fc.nat(6).map((n) => n === 0),
  moves: fc.array(fc.oneof<fc.MaybeWeightedArbitrary<ReviewMove>[]>({ weight: 18, arbitrary: single }, { weight: 2, arbitrary: clock }, { weight: 3, arbitrary: both }), { minLength: 30, maxLength: 60, size: 'max' }),
})
