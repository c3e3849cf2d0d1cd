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

/** What broke the glass is in force already: two people look at it as it is, and whoever broke it cannot take that from them. */
const NOT_AFTERWARDS: ReadonlySet<RequestAction> = new Set(['edit', 'withdraw'])

/** Why `action` is not possible in this state, in words; null = it is. */
export function refusalIn(action: RequestAction, state: RequestState, kind: RequestKind = 'grant'): string | null {
  const states: readonly RequestState[] = REQUEST_ACTIONS[action]
  if (!states.includes(state)) return `The request is ${state}; only one that is ${states.join(' or ')} can be ${WORDS[action]}.`
  return kind === 'break_glass' && state === 'pending' && NOT_AFTERWARDS.has(action) ? `What broke the glass cannot be ${WORDS[action]}: two security reviewers look at it as it is. Revoke its grant when it is no longer needed.` : null
}
