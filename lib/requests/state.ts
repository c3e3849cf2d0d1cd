import type { Term } from './content'

export const REQUEST_STATES = ['draft', 'pending', 'approved', 'denied', 'withdrawn', 'lapsed'] as const
export type RequestState = (typeof REQUEST_STATES)[number]
export const REQUEST_KINDS = ['grant', 'renewal', 'confirmation', 'break_glass'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

/** What people do with a request, in which states. What is not in this table is refused, by the screens and by the command. */
export const REQUEST_ACTIONS = {
  submit: ['draft'],
  edit: ['draft', 'pending'],
  discard: ['draft'],
  withdraw: ['pending'],
  nudge: ['pending'],
  decide: ['pending'],
} as const satisfies Record<string, readonly RequestState[]>
export type RequestAction = keyof typeof REQUEST_ACTIONS

type Timed = { kind: RequestKind; state: RequestState; lapsesAt: number | null; terms: readonly Term[] }

/**
 * The state at `now` (milliseconds): a pending request that nobody answered in time, or whose time to be granted for is over, has
 * lapsed, whether or not that is stored yet. What broke the glass never lapses: somebody must answer for it.
 */
export function stateAt(request: Timed, now: number): RequestState {
  if (request.state !== 'pending' || request.kind === 'break_glass') return request.state
  const over = request.terms.some((term) => term.kind === 'until' && Date.parse(term.until) <= now)
  return over || (request.lapsesAt !== null && request.lapsesAt <= now) ? 'lapsed' : 'pending'
}

const WORDS: Record<RequestAction, string> = { submit: 'submitted', edit: 'changed', discard: 'discarded', withdraw: 'withdrawn', nudge: 'reminded of', decide: 'decided' }

/** Why `action` is not possible in this state, in words; null = it is. */
export function refusalIn(action: RequestAction, state: RequestState): string | null {
  const states: readonly RequestState[] = REQUEST_ACTIONS[action]
  return states.includes(state) ? null : `The request is ${state}; only one that is ${states.join(' or ')} can be ${WORDS[action]}.`
}
