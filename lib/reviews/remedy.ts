import type { NarrowTarget } from '@/lib/grants/narrow-model'
import type { Question } from './model'
import { intersection, type Outcome, within } from './outcome'

/** A grant that stands now, of those that an outcome is about: the one that was frozen, or what came in its place. Milliseconds. */
export type StandingGrant = { id: string; target: NarrowTarget; validFrom: number; validUntil: number | null }

/** What is done to one grant. `until` null = without end, as it was. */
export type Ending = { grantId: string; do: 'revoke' } | { grantId: string; do: 'replace'; targets: readonly NarrowTarget[]; until: number | null }

/**
 * What has to be done to a grant so that nothing of it goes beyond the outcome; null = nothing does. What an outcome leaves is met
 * with what the grant admits, so that applying one never gives anything.
 */
export function endingOf(outcome: Outcome, grant: StandingGrant, now: number): Ending | null {
  if (outcome.kind === 'keep') return null
  if (outcome.kind === 'revoke') return { grantId: grant.id, do: 'revoke' }
  const left = outcome.kind === 'narrow' ? intersection(outcome.targets, [grant.target]) : [grant.target]
  const until = earlier(outcome.until, grant.validUntil)
  if (left.length === 0 || (until !== null && until <= Math.max(now, grant.validFrom))) return { grantId: grant.id, do: 'revoke' }
  const whole = left.some((one) => within(one, grant.target))
  if (whole && until === grant.validUntil) return null
  return { grantId: grant.id, do: 'replace', targets: whole ? [grant.target] : left, until }
}

function earlier(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return Math.min(a, b)
}

export type RemedyMode = 'automatic' | 'suspend_first' | 'ticket'

export type RemedyFacts = {
  outcome: Outcome
  mode: RemedyMode
  suspendDays: number
  /** What of it stands, whether the grant itself or what came in its place. */
  standing: readonly StandingGrant[]
  /** What has changed since it was frozen; null = nothing that a decision is about. */
  changed: Question | null
  /** A reviewer has looked at the change and said that the outcome holds for what there is now. */
  answered: boolean
  /** Waits for a person already. */
  manual: boolean
  suspendedAt: number | null
  endsAt: number | null
  now: number
}

/** `nothing`: it is over, or was never more than the outcome. `wait`: for a person, or for the end of a suspension. */
export type RemedyStep =
  | { do: 'nothing' }
  | { do: 'apply'; endings: readonly Ending[] }
  | { do: 'suspend'; grantIds: readonly string[]; endsAt: number }
  | { do: 'ticket' }
  | { do: 'wait' }
  | { do: 'ask'; question: Question }

const DAY_MS = 86_400_000

/**
 * What is to be done about one item now, the first that applies: nothing, where nothing goes beyond the outcome any more; ask, where
 * what was frozen has changed and nobody has said yet what that means; and else what the campaign says. Only a revocation is
 * suspended first: narrowing and shortening leave what was found to be needed. Whoever has answered a question has looked, so what
 * they say is applied at once.
 */
export function remedyStep(facts: RemedyFacts): RemedyStep {
  const endings = facts.standing.flatMap((grant) => endingOf(facts.outcome, grant, facts.now) ?? [])
  if (endings.length === 0) return { do: 'nothing' }
  if (facts.manual) return { do: 'wait' }
  if (facts.changed !== null && !facts.answered) return { do: 'ask', question: facts.changed }
  if (facts.mode === 'ticket') return { do: 'ticket' }
  if (facts.mode !== 'suspend_first' || facts.outcome.kind !== 'revoke' || facts.answered) return { do: 'apply', endings }
  if (facts.suspendedAt === null) return { do: 'suspend', grantIds: facts.standing.map((grant) => grant.id), endsAt: facts.now + facts.suspendDays * DAY_MS }
  return facts.endsAt !== null && facts.endsAt > facts.now ? { do: 'wait' } : { do: 'apply', endings }
}

const MINUTE_MS = 60_000

/** When what has failed is tried again: after two minutes, doubling to six hours. Milliseconds. */
export function nextTryAt(tries: number, lastAt: number): number {
  return lastAt + Math.min(2 ** Math.max(tries, 1), 360) * MINUTE_MS
}

export const REMEDY_ACTIONS = ['retry', 'restore', 'done', 'apply', 'leave', 'sign'] as const
export type RemedyAction = (typeof REMEDY_ACTIONS)[number]

/** An item as far as what people may do with it depends on it. */
export type RemedyItem = { state: string; remediation: string; confirmation: string | null; question: boolean; suspended: boolean }

/** Kept open by what the watch has found. */
export const UNPROVEN = ['still_used', 'still_reachable', 'not_evaluable'] as const

type Rule = { fits: (item: RemedyItem) => boolean; needsReason: boolean; otherwise: string }
const open = (item: RemedyItem): boolean => item.state === 'decided' || item.state === 'error'

/** Every action of a person: on which items, whether they must say why, and what to say where it does not fit. */
const ACTIONS: Record<RemedyAction, Rule> = {
  retry: { fits: (item) => item.state === 'error', needsReason: false, otherwise: 'Only what has failed is tried again.' },
  restore: { fits: (item) => open(item) && item.suspended, needsReason: true, otherwise: 'Only what is suspended and not ended yet can be restored.' },
  done: { fits: (item) => open(item) && item.remediation === 'manual', needsReason: false, otherwise: 'Only what waits for a person can be said to be done.' },
  apply: { fits: (item) => open(item) && item.question, needsReason: false, otherwise: 'There is no question to answer: nothing has changed that waits for an answer.' },
  leave: { fits: (item) => open(item) && item.question, needsReason: true, otherwise: 'There is no question to answer: nothing has changed that waits for an answer.' },
  sign: {
    fits: (item) => (open(item) && !item.question && (item.remediation === 'manual' || item.state === 'error')) || (item.state === 'remediated' && (UNPROVEN as readonly (string | null)[]).includes(item.confirmation)),
    needsReason: true, otherwise: 'Only what cannot be applied, is still used or reachable, or cannot be proven is signed for. What is watched waits for the end of its watch.',
  },
}

/** Why the action does not fit the item as it is, in words; null = it does. Asked by button and server alike. */
export function remedyRefusal(action: RemedyAction, item: RemedyItem): string | null {
  return ACTIONS[action].fits(item) ? null : ACTIONS[action].otherwise
}

export function remedyNeedsReason(action: RemedyAction): boolean {
  return ACTIONS[action].needsReason
}

/** What can be done with the item, in the order in which a screen offers it. */
export function remedyActions(item: RemedyItem): RemedyAction[] {
  return REMEDY_ACTIONS.filter((action) => ACTIONS[action].fits(item))
}
