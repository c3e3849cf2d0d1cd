import type { GrantOrigin } from '@/lib/grants/model'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import { ACCESS_RANK, type Access, type Sensitivity } from '@/lib/registry/model'
import type { FrozenDefinition, FrozenGrant, FrozenTelemetry, FrozenUse, Recommendation } from './frozen'

const DAY = 86_400_000
/** With fewer agents than this nobody is an outlier. */
const PEERS = 5
/** On more resources than this its use says what happened to come up, not what it is for. */
const FEW_RESOURCES = 3

/** What a recommendation rests on. Times in milliseconds. */
export type RecommendFacts = {
  now: number
  access: Access
  sensitivity: Sensitivity
  scoped: boolean
  origin: GrantOrigin
  validUntil: number | null
  /** The longest that such a grant may last now, and whether one may be without an end. */
  maximumDays: number
  mayBeOpenEnded: boolean
  use: Pick<FrozenUse, 'state' | 'days' | 'calls' | 'accessUsed' | 'targetsUsed' | 'agentReported'>
  telemetry: FrozenTelemetry
  admits: FrozenGrant['admits']
  definition: Pick<FrozenDefinition, 'state' | 'held' | 'tool'>
  /** Who has left, of those whom the grant rests on. */
  left: { human: string | null; sponsor: string | null }
  /** What would cover all that was used; null = that is all of the grant, or more than can be said. */
  narrowed: readonly NarrowTarget[] | null
  peers: FrozenGrant['peers']
}

type Rule = (facts: RecommendFacts) => Omit<Recommendation, 'rule'> | null

/**
 * In this order; the first that applies is the recommendation.
 * 1. `unused`: what nobody uses is taken away before anything else is asked of it. Only on evidence: silence that a source vouches for.
 * 2. `definition`: what it would be kept for is not what was approved, so no use of before supports it.
 * 3. `human_left`, `sponsor_left`, `break_glass`: nobody stands behind it any more, or nobody approved it; use makes that graver, not better.
 * 4. `agent_reported`: what only agents say of themselves supports neither keeping nor narrowing.
 * 5. `broad`, `unscoped`, `ceiling`: it was used, for less than it allows. A conclusion from what was not seen, so without a witness
 *    it is one to look at. Narrowing comes before shortening, since a narrowing can be shorter as well.
 * 6. `too_long`, `open_ended`: beyond what anybody would be granted today.
 * 7. `outlier`: used, but nobody else has it.
 * 8. `used`: a call that was seen is evidence even where a source had gaps.
 * 9. `young`, `not_evaluable`: the evidence allows no recommendation.
 */
const RULES: readonly [string, Rule][] = [
  ['unused', ({ use, access, telemetry }) => (use.state === 'unused' ? { answer: 'revoke', text: `unused for ${use.days} d, ${access}${telemetry.evaluable ? `; ${telemetry.source} would have seen a call` : ''}` } : null)],
  ['definition', ({ definition: { state, held, tool } }) => {
    if (!held && state !== 'widened' && state !== 'altered' && state !== 'added') return null
    return { answer: 'look', text: `the definition${tool === null ? '' : ` of ${tool}`} ${state === 'added' ? 'is one that nobody has approved' : state === 'widened' || state === 'altered' ? `was ${state} since it was approved` : 'is held until somebody approves it'}` }
  }],
  ['human_left', ({ left, use }) => (left.human === null ? null : { answer: 'revoke', text: `${left.human}, for whom it is, has left${use.calls === 0 ? '; no call in the window' : ''}` })],
  ['sponsor_left', ({ left, use }) => (left.sponsor === null ? null : use.calls === 0 ? { answer: 'revoke', text: `${left.sponsor}, who sponsored its agent, has left; no call in the window` } : { answer: 'look', text: `${left.sponsor}, who sponsored its agent, has left; it is still used` })],
  ['break_glass', ({ origin, use }) => (origin !== 'break_glass' ? null : use.calls === 0 ? { answer: 'revoke', text: 'put in force in an emergency; no call in the window' } : { answer: 'look', text: 'put in force in an emergency, without approval' })],
  ['agent_reported', ({ use, telemetry }) => {
    if (use.calls === 0 || use.agentReported < use.calls) return null
    return telemetry.evaluable ? { answer: 'look', text: `only agents report its use; ${telemetry.source} saw none of it` } : { answer: 'none', text: 'only agents report its use; that supports no answer' }
  }],
  ['broad', (facts) => (facts.use.calls > 0 && facts.admits !== null && facts.use.targetsUsed * 2 < facts.admits.count ? narrow(facts, `used ${facts.use.targetsUsed} of the ${facts.admits.count} that it admits`) : null)],
  ['unscoped', (facts) => (facts.use.calls > 0 && !facts.scoped && weighty(facts) && isOnFew(facts.narrowed ?? []) ? narrow(facts, `unscoped; used on ${resources(facts.narrowed ?? [])} only`) : null)],
  ['ceiling', (facts) => (facts.use.accessUsed !== null && ACCESS_RANK[facts.use.accessUsed] < ACCESS_RANK[facts.access] ? narrow(facts, `allows ${facts.access}; never used for more than ${facts.use.accessUsed}`) : null)],
  ['open_ended', (facts) => (facts.validUntil === null && (facts.origin === 'import' || !facts.mayBeOpenEnded) ? shorten(facts, 'without an end') : null)],
  ['too_long', (facts) => (facts.validUntil !== null && facts.validUntil > facts.now + facts.maximumDays * DAY ? shorten(facts, `ends in ${Math.ceil((facts.validUntil - facts.now) / DAY)} d`) : null)],
  ['outlier', ({ peers, access, sensitivity, use }) => (use.calls > 0 && peers.of >= PEERS && peers.holding <= 1 && (sensitivity === 'restricted' || access === 'admin') ? { answer: 'look', text: `no other of ${peers.of} agents holds this` } : null)],
  ['used', ({ use, scoped }) => (use.state === 'used' ? { answer: 'keep', text: `used ${times(use.calls)} in ${use.days} d, ${scoped ? 'scoped' : 'no wider than its use'}, unchanged` } : null)],
  ['young', ({ use }) => (use.state === 'young' ? { answer: 'none', text: 'not in force long enough to say' } : null)],
  ['not_evaluable', ({ telemetry }) => ({ answer: 'none', text: telemetry.evaluable ? 'the evidence says nothing' : `no source can vouch for silence: ${telemetry.gaps.slice(0, 2).join(', ') || 'none covers the server'}` })],
]

/** What the evidence speaks for, by the first rule that applies. `text` goes on from the answer's word: "Revoke unused for 90 d". */
export function recommend(facts: RecommendFacts): Recommendation {
  for (const [rule, applies] of RULES) {
    const found = applies(facts)
    if (found !== null) return { ...found, rule }
  }
  return { answer: 'none', rule: 'not_evaluable', text: 'the evidence says nothing' }
}

/** Of a server or an agent: whoever is asked whether it is theirs needs a reason to say that it is not. */
export function recommendOwnership(facts: { ownerName: string | null; ownerActive: boolean; calls: number; agentReported: number; grants: number; evaluable: boolean; days: number }): Recommendation {
  if (!facts.ownerActive) return { answer: 'look', rule: 'owner_left', text: `${facts.ownerName ?? 'whoever answered for it'} has left` }
  if (facts.calls > 0 && facts.agentReported >= facts.calls) return { answer: 'none', rule: 'agent_reported', text: 'only agents report its use; that supports no answer' }
  if (facts.calls > 0) return { answer: 'keep', rule: 'used', text: `used ${times(facts.calls)} in ${facts.days} d, its owner is here` }
  if (facts.evaluable && facts.grants === 0) return { answer: 'look', rule: 'idle', text: `no call in ${facts.days} d, and no grant in force` }
  if (facts.evaluable) return { answer: 'look', rule: 'unused', text: `no call in ${facts.days} d` }
  return { answer: 'none', rule: 'not_evaluable', text: 'no source can vouch for silence' }
}

function narrow(facts: RecommendFacts, text: string): Omit<Recommendation, 'rule'> | null {
  if (!facts.telemetry.evaluable) return { answer: 'look', text: `${text}, as far as it was seen` }
  return facts.narrowed === null ? { answer: 'look', text } : { answer: 'narrow', text }
}

function shorten(facts: RecommendFacts, text: string): Omit<Recommendation, 'rule'> {
  return { answer: 'shorten', text: `to ${facts.maximumDays} d, the maximum for ${facts.access}; ${text}`, until: new Date(facts.now + facts.maximumDays * DAY).toISOString() }
}

/** Where an unscoped grant is more than untidy. */
function weighty({ access, sensitivity }: Pick<RecommendFacts, 'access' | 'sensitivity'>): boolean {
  return access !== 'read' || sensitivity === 'confidential' || sensitivity === 'restricted'
}

/** Every call named its resources, and they were few. */
function isOnFew(targets: readonly NarrowTarget[]): boolean {
  return targets.length > 0 && targets.every((target) => target.scope.length > 0) && new Set(targets.flatMap((target) => target.scope)).size <= FEW_RESOURCES
}

function resources(targets: readonly NarrowTarget[]): string {
  const named = [...new Set(targets.flatMap((target) => target.scope))]
  return named.length <= 2 ? named.join(' and ') : `${named.length} resources`
}

function times(calls: number): string {
  return calls === 1 ? 'once' : `${calls.toLocaleString('en-US')} times`
}
