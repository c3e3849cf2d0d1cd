import { includesPattern, includesScope } from '@/lib/grants/includes'
import type { NarrowTarget } from '@/lib/grants/narrow-model'
import { ACCESS_RANK } from '@/lib/registry/model'
import type { Strategy } from './content'
import { meetPatterns } from './meet-patterns'

export const ANSWERS = ['keep', 'shorten', 'narrow', 'revoke', 'abstain'] as const
export type Answer = (typeof ANSWERS)[number]

/** A standing answer of one who is asked. `until` of shorten (a narrowing may have one too), `targets` of narrow; times in milliseconds. */
export type Given = { personId: string; answer: Answer; until: number | null; targets: readonly NarrowTarget[] | null }

/** What a stage comes to for one item. Accepted with less than all = shorten or narrow. */
export type Outcome =
  | { kind: 'keep' }
  | { kind: 'shorten'; until: number }
  | { kind: 'narrow'; targets: readonly NarrowTarget[]; until: number | null }
  | { kind: 'revoke' }

export type Verdict = { outcome: Outcome; by: 'answers' } | { outcome: null; by: 'no_response' }

/** Keep, shorten and narrow accept; revoke denies; an abstention does neither. */
export function side(answer: Answer): 'accept' | 'deny' | null {
  if (answer === 'abstain') return null
  return answer === 'revoke' ? 'deny' : 'accept'
}

/** Do the answers contradict each other? */
export function isConflict(given: readonly Given[]): boolean {
  return given.some((one) => side(one.answer) === 'accept') && given.some((one) => side(one.answer) === 'deny')
}

/**
 * What the answers of a stage come to. `asked`: how many are asked, whether or not they answered. With nothing but abstentions and
 * silence no strategy is asked: the item takes the campaign's rule for no response. All restrictions of those who accept hold at once.
 */
export function stageVerdict(strategy: Strategy, asked: number, given: readonly Given[]): Verdict {
  if (given.every((one) => side(one.answer) === null)) return { outcome: null, by: 'no_response' }
  return { outcome: isAccepted(strategy, asked, given) ? restricted(given.filter((one) => side(one.answer) === 'accept')) : { kind: 'revoke' }, by: 'answers' }
}

/** Does the strategy accept, given that somebody answered? Restrictions with nothing in common may still leave nothing. */
export function isAccepted(strategy: Strategy, asked: number, given: readonly Given[]): boolean {
  const sides = given.map((one) => side(one.answer))
  return ACCEPTS[strategy](sides.filter((one) => one === 'accept').length, sides.filter((one) => one === 'deny').length, asked)
}

/** When the answers accept, given that somebody answered. (Since silence alone never comes here, the last two are one: not denied is then accepted by somebody.) */
const ACCEPTS: Record<Strategy, (accepts: number, denies: number, asked: number) => boolean> = {
  one_accept_accepts: (accepts) => accepts > 0,
  // Silence and abstention of anybody who is asked is no acceptance.
  all_must_accept: (accepts, denies, asked) => denies === 0 && accepts >= asked,
  one_deny_denies: (accepts, denies) => denies === 0 && accepts > 0,
  accepted_if_not_denied: (_accepts, denies) => denies === 0,
}

/** The intersection of what was accepted; nothing left is a revocation. */
export function restricted(accepts: readonly Given[]): Outcome {
  const ends = accepts.flatMap((one) => (one.until === null ? [] : [one.until]))
  const until = ends.length === 0 ? null : Math.min(...ends)
  // A narrowing that names nothing leaves nothing.
  const narrowed = accepts.flatMap((one) => (one.answer === 'narrow' ? [one.targets ?? []] : []))
  if (narrowed.length === 0) return until === null ? { kind: 'keep' } : { kind: 'shorten', until }
  const [first = [], ...rest] = narrowed
  const targets = rest.reduce<readonly NarrowTarget[]>((left, right) => intersection(left, right), first)
  return targets.length === 0 ? { kind: 'revoke' } : { kind: 'narrow', targets, until }
}

/** Both hold: what stood before (of an earlier stage that accepted) and what came now. */
export function both(before: Outcome | null, now: Outcome): Outcome {
  if (before === null || before.kind === 'revoke' || now.kind === 'revoke') return now
  return restricted([asGiven(before), asGiven(now)])
}

function asGiven(outcome: Exclude<Outcome, { kind: 'revoke' }>): Given {
  return { personId: '', answer: outcome.kind, until: outcome.kind === 'keep' ? null : outcome.until, targets: outcome.kind === 'narrow' ? outcome.targets : null }
}

/** What both lists admit, never more than either: as exact as `meetPatterns`. */
export function intersection(left: readonly NarrowTarget[], right: readonly NarrowTarget[]): NarrowTarget[] {
  const found = left.flatMap((a) => right.flatMap((b) => meet(a, b)))
  // One that another holds says nothing of its own.
  return found.filter((one, index) => !found.some((other, place) => place !== index && within(other, one) && (!within(one, other) || place < index)))
}

function meet(a: NarrowTarget, b: NarrowTarget): NarrowTarget[] {
  const scope = meetScope(a.scope, b.scope)
  if (a.kind !== b.kind || scope === null) return []
  const access = ACCESS_RANK[a.access] <= ACCESS_RANK[b.access] ? a.access : b.access
  return meetPatterns(a.name, b.name, a.kind === 'context').map((name) => ({ kind: a.kind, name, access, scope }))
}

/** Null = no resource is in both. Empty = unrestricted. */
function meetScope(a: readonly string[], b: readonly string[]): string[] | null {
  if (a.length === 0) return [...b]
  if (b.length === 0) return [...a]
  const found = [...new Set(a.flatMap((one) => b.flatMap((other) => meetPatterns(one, other, true))))]
  return found.length === 0 ? null : found
}

/** Does `outer` admit all that `inner` does? */
export function within(outer: NarrowTarget, inner: NarrowTarget): boolean {
  return outer.kind === inner.kind && includesPattern(outer.name, inner.name, outer.kind === 'context') && ACCESS_RANK[inner.access] <= ACCESS_RANK[outer.access] && includesScope(outer.scope, inner.scope)
}
