import fc from 'fast-check'
import { anySubject, type SubjectSpec } from './offboarding-arbitrary'

/** Who acts: by name, or null for somebody who may. */
export type Player = 'rae' | 'rob' | 'inez' | 'adam' | 'sven' | 'p0' | 'p1' | 'p2' | 'owner'

/** One thing that somebody does, or that happens. `which` chooses among what is there, counted round. */
export type OffboardingSingle =
  | { do: 'open'; by: Player; subject: SubjectSpec; how: 'open' | 'freeze' | 'emergency'; successor: boolean }
  | { do: 'plan'; by: Player; which: number; freezeIn: number | null; revokeIn: number | null }
  | { do: 'freeze' | 'revoke' | 'cancel' | 'sign' | 'explain' | 'look'; by: Player; which: number }
  | { do: 'attest' | 'exempt'; by: Player; which: number; line: number }
  | { do: 'rotate'; by: Player; which: number }
  | { do: 'tend' }
  | { do: 'call'; server: number; agent: number; client: number; human: number; ago: number; executed: boolean }
  | { do: 'alive' }
  | { do: 'grant'; subject: SubjectSpec }
  | { do: 'leave' | 'return'; person: number }
export type OffboardingMove = OffboardingSingle | { do: 'clock'; hours: number } | { do: 'listen'; days: number } | { do: 'both'; one: OffboardingSingle; other: OffboardingSingle }

const which = fc.nat(5)
const reviewer: fc.Arbitrary<Player> = fc.constantFrom('rae', 'rae', 'rae', 'rob', 'rob', 'inez', 'owner', 'adam', 'sven', 'p0', 'p1', 'p2')
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

const opens: fc.Arbitrary<OffboardingSingle> = fc.record({ do: fc.constant('open' as const), by: reviewer, subject: anySubject, how: fc.constantFrom('open' as const, 'freeze' as const, 'freeze' as const, 'emergency' as const), successor: fc.boolean() })
const steps: fc.Arbitrary<OffboardingSingle> = fc.record({ do: fc.constantFrom('freeze' as const, 'revoke' as const, 'revoke' as const, 'revoke' as const, 'cancel' as const, 'sign' as const, 'explain' as const, 'explain' as const, 'look' as const), by: reviewer, which })
const lines: fc.Arbitrary<OffboardingSingle> = fc.record({ do: fc.constantFrom('attest' as const, 'attest' as const, 'exempt' as const), by: reviewer, which, line: fc.nat(11) })
const happens: fc.Arbitrary<OffboardingSingle> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('call' as const), server: which, agent: which, client: which, human: which, ago: fc.constantFrom(0, 0, 3, 40), executed: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('rotate' as const), by: reviewer, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('plan' as const), by: reviewer, which, freezeIn: seldom(fc.constantFrom(1, 30)), revokeIn: seldom(fc.constantFrom(2, 40)) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('grant' as const), subject: anySubject }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('leave' as const, 'return' as const, 'return' as const), person: which }) },
)
const tends: fc.Arbitrary<OffboardingSingle> = fc.constantFrom<OffboardingSingle[]>({ do: 'tend' }, { do: 'tend' }, { do: 'alive' })

const single: fc.Arbitrary<OffboardingSingle> = fc.oneof({ weight: 4, arbitrary: opens }, { weight: 7, arbitrary: steps }, { weight: 4, arbitrary: lines }, { weight: 4, arbitrary: happens }, { weight: 3, arbitrary: tends })
const clock: fc.Arbitrary<OffboardingMove> = fc.oneof(fc.constantFrom(1, 24, 24 * 8).map((hours) => ({ do: 'clock' as const, hours })), fc.constantFrom(1, 8, 8).map((days) => ({ do: 'listen' as const, days })))
const both: fc.Arbitrary<OffboardingMove> = fc.record({ do: fc.constant('both' as const), one: fc.oneof({ weight: 2, arbitrary: steps }, { weight: 1, arbitrary: single }), other: single })

/** A story: two ends begun, then who does what, one after the other and, now and then, two at once. */
export const anyOffboardingStory: fc.Arbitrary<OffboardingMove[]> = fc.tuple(fc.array(opens, { minLength: 2, maxLength: 2 }), fc.array(fc.oneof<fc.MaybeWeightedArbitrary<OffboardingMove>[]>({ weight: 12, arbitrary: single }, { weight: 4, arbitrary: clock }, { weight: 3, arbitrary: both }), { minLength: 18, maxLength: 32, size: 'max' })).map(([first, rest]) => [...first, ...rest])
