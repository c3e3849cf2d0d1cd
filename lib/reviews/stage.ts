import type { CampaignContent, ReviewStage } from './content'
import { both, type Given, type Outcome, stageVerdict } from './outcome'

const DAY_MS = 86_400_000

/** Whoever takes an escalated item has so many days at the most. */
export const ESCALATION_DAYS = 7

/** What of a campaign decides what closing one of its stages does. `stage` and `iteration` count from 1. */
export type StageRule = Pick<ReviewStage, 'strategy' | 'stopOn' | 'repeats'> & Pick<CampaignContent, 'noResponse'> & { stage: number; stages: number; iteration: number }

/** One item of a stage as it closes. */
export type StageItem = {
  /** How many are asked; 0 = nobody could be. */
  asked: number
  /** Standing answers of those who are asked. */
  given: readonly Given[]
  /** Somebody was asked who may not answer any more, as the close found: others may be asked, where nobody is left. */
  dropped?: boolean
  /** It has been given to whom silence escalates to, so silence is not asked again. */
  escalated: boolean
  /** What earlier stages came to, each by itself, in their order. */
  before: readonly Outcome[]
}

export type DecidedBy = 'answers' | 'no_response' | 'nobody'

/**
 * What closing does to an item. `own`: what this stage came to by itself, null where it came to nothing yet.
 * - `again`: the same people are asked once more; `escalate`: others are, for the last time.
 * - `next`: it goes on to the next stage. `final`: `outcome` stands for ever; restrictions of all stages that accepted hold at once.
 */
export type Closing =
  | { next: 'again' | 'escalate'; own: null; by: 'no_response' | 'nobody' }
  | { next: 'next'; own: Outcome; by: DecidedBy }
  | { next: 'final'; own: Outcome; by: DecidedBy; outcome: Outcome }

/**
 * What the close of a stage does to one of its items; total, and of nothing but its arguments. Silence never keeps unless the campaign
 * says so, and never where nobody could be asked. An abstention is no answer: who only abstained is asked again like the silent.
 */
export function closeItem(rule: StageRule, item: StageItem): Closing {
  const verdict = stageVerdict(rule.strategy, item.asked, item.given)
  if (verdict.outcome !== null) return goOn(rule, item, verdict.outcome, 'answers')
  const by = item.asked === 0 ? 'nobody' : 'no_response'
  // Asking nobody again would only let the access stand for longer.
  if ((by === 'no_response' || item.dropped === true) && rule.iteration <= rule.repeats && !item.escalated) return { next: 'again', own: null, by }
  if (rule.noResponse === 'escalate' && !item.escalated) return { next: 'escalate', own: null, by }
  return goOn(rule, item, { kind: rule.noResponse === 'keep' && by === 'no_response' ? 'keep' : 'revoke' }, by)
}

function goOn(rule: StageRule, item: StageItem, own: Outcome, by: DecidedBy): Closing {
  const result = by !== 'answers' ? 'no_response' : own.kind === 'revoke' ? 'deny' : 'accept'
  if (rule.stage < rule.stages && !rule.stopOn.includes(result)) return { next: 'next', own, by }
  return { next: 'final', own, by, outcome: withRestrictions(item.before, own) }
}

/**
 * The outcome of the last stage, within all that earlier stages accepted; where those leave nothing in common, it is a revocation.
 * An earlier denial that let the item go on is overruled by a later stage that accepts.
 */
export function withRestrictions(before: readonly Outcome[], last: Outcome): Outcome {
  if (last.kind === 'revoke') return last
  const accepted = before.filter((one) => one.kind !== 'revoke')
  return accepted.reduceRight<Outcome>((rest, one) => (rest.kind === 'revoke' ? rest : both(one, rest)), last)
}

/** How a stage stands: who is asked with unanswered tasks, and who has not said that they are done. */
export type StageStanding = { endsAt: number; asked: number; unanswered: number; unsigned: number }

/** Why a stage closes now; null = it does not. One in which nobody is asked waits for its deadline. */
export function closesBecause(closes: ReviewStage['closes'], standing: StageStanding, now: number): 'deadline' | 'signed_off' | null {
  if (now >= standing.endsAt) return 'deadline'
  return closes === 'when_signed_off' && standing.asked > 0 && standing.unanswered === 0 && standing.unsigned === 0 ? 'signed_off' : null
}

/** What a campaign does after its stage closed: asks the unanswered again, asks the next stage, or is decided. */
export type Turn = { kind: 'iterate'; days: number } | { kind: 'advance'; stage: number; days: number } | { kind: 'decided' }

/** `waiting`: some go on to the next stage, now or since an earlier iteration of this one. */
export function turnAfter(content: Pick<CampaignContent, 'stages'>, stage: number, closings: Iterable<Closing>, waiting: boolean): Turn {
  let again = false
  let escalated = false
  let goesOn = waiting
  for (const { next } of closings) {
    again ||= next === 'again'
    escalated ||= next === 'escalate'
    goesOn ||= next === 'next'
  }
  const days = content.stages[stage - 1]?.days ?? ESCALATION_DAYS
  if (again || escalated) return { kind: 'iterate', days: again ? days : Math.min(days, ESCALATION_DAYS) }
  const next = content.stages[stage]
  return goesOn && next !== undefined ? { kind: 'advance', stage: stage + 1, days: next.days } : { kind: 'decided' }
}

export function deadlineOf(start: Date, days: number): Date {
  return new Date(start.getTime() + days * DAY_MS)
}

/** From when undecided items get one person more; never in the first half of the stage. Null = never. */
export function escalatesAt(start: Date, end: Date, daysBefore: number | null): Date | null {
  if (daysBefore === null) return null
  return new Date(Math.max(end.getTime() - daysBefore * DAY_MS, (start.getTime() + end.getTime()) / 2))
}
