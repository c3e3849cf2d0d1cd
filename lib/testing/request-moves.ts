import fc from 'fast-check'

/** Who takes part in random stories; the names of `request-builders.ts`. */
export const PLAYERS = ['dana', 'erin', 'bert', 'mona', 'rae', 'rob', 'sam', 'inez'] as const
export const SERVERS = ['open', 'github', 'ledger', 'safe', 'vault'] as const

type Asked = { server: string; agent: string; human: string; targets: { name: string; access: 'read' | 'write' | 'admin'; scope: string[] }[]; term: { durationDays?: number; untilDays?: number | null }; startsInDays: number | null }

/** One thing that somebody does, or that happens. `which` chooses among what is there, counted round. */
export type Single =
  | { do: 'submit' | 'breakGlass'; by: string; asked: Asked; maker: string | null }
  | { do: 'renew' | 'confirm'; by: string; which: number; days: number }
  | { do: 'edit'; by: string | null; which: number; asked: Asked }
  | { do: 'answer'; by: string | null; which: number; deny: boolean; narrowed: Record<string, unknown> | null }
  | { do: 'withdraw' | 'nudge'; by: string | null; which: number }
  | { do: 'narrowGrant' | 'revokeGrant'; by: string; which: number }
  | { do: 'lapse' | 'settle' }
  | { do: 'policy'; number: number }
  | { do: 'owner' | 'backup'; server: string; person: string }
  | { do: 'manager' | 'sponsor'; person: string; of: string }
  | { do: 'leave' | 'return' | 'reviewer' | 'noReviewer'; person: string }
  | { do: 'sensitivity'; server: string; value: 'public' | 'internal' | 'confidential' | 'restricted' }
  | { do: 'effects'; server: string; value: string[] }
  | { do: 'standIn'; person: string; delegate: string; hours: number }
export type Move = Single | { do: 'clock'; hours: number } | { do: 'both'; one: Single; other: Single }

const player = fc.constantFrom(...PLAYERS)
/** Null three times out of four. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })
const maker = seldom(player)
/** Null: somebody who may. */
const answerer = seldom(player)
const which = fc.nat(7)
const server = fc.constantFrom('open', 'github', 'github', 'github', 'ledger', 'ledger', 'safe', 'vault')
const target = fc.record({ name: fc.constantFrom('list_issues', 'create_issue', '*_issue', '*'), access: fc.constantFrom<('read' | 'write' | 'admin')[]>('read', 'read', 'read', 'write', 'write', 'admin'), scope: fc.constantFrom<string[][]>([], ['repo:a/*'], ['repo:a/x'], ['repo:*']) })
const term = fc.constantFrom<Asked['term'][]>({}, { durationDays: 10 }, { durationDays: 10 }, { durationDays: 400 }, { untilDays: null }, { untilDays: 5 })
const asked: fc.Arbitrary<Asked> = fc.record({
  server, agent: fc.constantFrom('triage', 'triage', 'release', 'any'), human: fc.constantFrom('any', 'any', 'any', 'none', 'team:core', 'dana@acme.test', 'erin@acme.test', 'rae@acme.test'),
  targets: fc.oneof({ weight: 3, arbitrary: fc.array(target, { minLength: 1, maxLength: 1 }) }, { weight: 1, arbitrary: fc.array(target, { minLength: 2, maxLength: 2 }) }), term, startsInDays: seldom(fc.constantFrom(-3, 0, 2, 30)),
})
const narrowed = fc.constantFrom<Record<string, unknown>[]>(
  { durationDays: 3 }, { durationDays: 500 }, { access: 'read' }, { access: 'write' }, { access: 'admin' }, { target: { kind: 'tool', name: 'list_issues' } }, { target: { kind: 'tool', name: '*_issue' } }, { target: { kind: 'tool', name: '*' } }, { scope: ['repo:a/x'] }, { scope: [] },
  { caller: { human: 'rae@acme.test' } }, { caller: { human: 'dana@acme.test' } }, { caller: { agent: 'triage' } }, { caller: { human: 'none' } }, { mode: 'task' }, { reauthorise: true }, { targets: [{ kind: 'tool', name: 'list_issues', access: 'read', scope: ['repo:a/x'] }] },
)

const maybeNarrowed = fc.option(narrowed, { freq: 2 })
const submits: fc.Arbitrary<Single> = fc.record({ do: fc.constant('submit' as const), by: fc.constantFrom('dana', 'dana', 'erin', 'bert', 'rae', 'inez'), asked, maker })
const answers: fc.Arbitrary<Single> = fc.record({ do: fc.constant('answer' as const), by: answerer, which, deny: fc.nat(11).map((n) => n === 0), narrowed: maybeNarrowed })
const people: fc.Arbitrary<Single> = fc.oneof(
  fc.record({ do: fc.constantFrom('owner' as const, 'backup' as const), server, person: player }),
  fc.record({ do: fc.constantFrom('manager' as const), person: player, of: player }),
  fc.record({ do: fc.constantFrom('sponsor' as const), person: player, of: fc.constantFrom('triage', 'release') }),
  fc.record({ do: fc.constantFrom('leave' as const, 'return' as const, 'return' as const, 'reviewer' as const, 'noReviewer' as const), person: player }),
  fc.record({ do: fc.constant('standIn' as const), person: player, delegate: player, hours: fc.constantFrom(2, 400) }),
)
const settings: fc.Arbitrary<Single> = fc.oneof(
  fc.record({ do: fc.constant('policy' as const), number: fc.nat(3) }),
  fc.record({ do: fc.constant('sensitivity' as const), server, value: fc.constantFrom('public' as const, 'internal' as const, 'confidential' as const, 'restricted' as const) }),
  fc.record({ do: fc.constant('effects' as const), server, value: fc.constantFrom<string[][]>([], ['payments']) }),
)
const rest: fc.Arbitrary<Single> = fc.oneof(
  fc.record({ do: fc.constant('breakGlass' as const), by: fc.constantFrom('erin', 'rae', 'inez', 'dana'), asked: asked.map((one) => ({ ...one, startsInDays: null })), maker: fc.constant(null) }),
  fc.record({ do: fc.constantFrom('renew' as const, 'confirm' as const), by: fc.constantFrom('dana', 'dana', 'erin', 'rae'), which, days: fc.constantFrom(5, 300) }),
  fc.record({ do: fc.constant('edit' as const), by: seldom(player), which, asked }),
  fc.record({ do: fc.constantFrom('withdraw' as const, 'nudge' as const), by: seldom(player), which }),
  fc.record({ do: fc.constantFrom('narrowGrant' as const, 'revokeGrant' as const), by: player, which }),
  fc.constantFrom<Single[]>({ do: 'lapse' }, { do: 'settle' }),
)

const single: fc.Arbitrary<Single> = fc.oneof({ weight: 3, arbitrary: submits }, { weight: 12, arbitrary: answers }, { weight: 2, arbitrary: people }, { weight: 1, arbitrary: settings }, { weight: 3, arbitrary: rest })
const clock: fc.Arbitrary<Move> = fc.constantFrom(1, 1, 24, 24 * 4, 24 * 15).map((hours) => ({ do: 'clock', hours }))
const both: fc.Arbitrary<Move> = fc.record({ do: fc.constant('both' as const), one: fc.oneof({ weight: 2, arbitrary: answers }, { weight: 1, arbitrary: single }), other: single })

/** A story: who does what, one after the other and, now and then, two at once. */
export const anyMoves: fc.Arbitrary<Move[]> = fc.array(fc.oneof<fc.MaybeWeightedArbitrary<Move>[]>({ weight: 14, arbitrary: single }, { weight: 2, arbitrary: clock }, { weight: 5, arbitrary: both }), { minLength: 30, maxLength: 60, size: 'max' })
