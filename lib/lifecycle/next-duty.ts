import type { Action, HolderKind, Rule } from './model'

/** What somebody must do next for a server or an agent. */
export const DUTY_KINDS = ['offboarding', 'orphaned', 'transfer', 'pilot', 'attestation', 'rotation', 'review', 'unused', 'identity'] as const
export type DutyKind = (typeof DUTY_KINDS)[number]

/** Times in milliseconds; `dueAt` null = it waits without a date. `action`: what follows by the policy, and when. */
export type Duty = { kind: DutyKind; text: string; dueAt: number | null; ownerId: string | null; action: { what: Action; at: number; done: boolean } | null }

/** As which kind a rule of the policy is shown. */
export const KIND_OF_RULE: Record<Rule, DutyKind> = { orphaned: 'orphaned', unused: 'unused', stale_secret: 'rotation', attestation_overdue: 'attestation', pilot_over: 'pilot', no_workload_identity: 'identity' }

export const DUTY_WORDS: Record<DutyKind, string> = {
  offboarding: 'offboarding', orphaned: 'find an owner', transfer: 'answer a transfer', pilot: 'end the pilot', attestation: 'attest', rotation: 'rotate a secret', review: 'review its grants', unused: 'end or explain', identity: 'give it an identity',
}

export type DutyState = { kind: HolderKind; lifecycle: string }

/** Past its date, or asked now without one. */
export function isOverdue(duty: Duty, now: number): boolean {
  return duty.dueAt !== null && duty.dueAt <= now
}

/**
 * The one duty that comes next, and how many there are. What has ended has none, and of what is being offboarded only its end and a
 * transfer count. Overdue ones come first, then the soonest; of one moment the gravest kind, which is the order of DUTY_KINDS.
 */
export function nextDuty(duties: readonly Duty[], state: DutyState, now: number): { next: Duty | null; total: number; overdue: number } {
  const counting = duties.filter((duty) => counts(duty, state))
  const sorted = counting.toSorted((a, b) => {
    const [x, y] = [isOverdue(a, now) ? 0 : 1, isOverdue(b, now) ? 0 : 1]
    return x - y || (a.dueAt ?? -Infinity) - (b.dueAt ?? -Infinity) || DUTY_KINDS.indexOf(a.kind) - DUTY_KINDS.indexOf(b.kind)
  })
  return { next: sorted[0] ?? null, total: counting.length, overdue: counting.filter((duty) => isOverdue(duty, now)).length }
}

function counts(duty: Duty, { lifecycle }: DutyState): boolean {
  if (lifecycle === 'retired' || lifecycle === 'rejected') return false
  if (lifecycle === 'offboarding') return duty.kind === 'offboarding'
  if (lifecycle === 'proposed' || lifecycle === 'inactive') return duty.kind === 'offboarding' || duty.kind === 'transfer'
  return true
}
