import { type ApprovalFacts, conflictOf, type Standing, type Step } from './eligibility'
import { holderOf, type Progress } from './progress'
import type { StepCount } from './approval-policy'

/** Who answers: a person, or the start token in the first administrator's stead. */
export type Answerer = { kind: 'person' | 'token' | 'system'; bootstrap: boolean; personId: string | null; behind: readonly string[] }

/** As what somebody answers. `waived`: at the start, before there are two reviewers, one answer stands for all steps. */
export type AnswersAs = { personId: string; step: Step; standing: Standing; onBehalfOf: string | null; waived: boolean }

/** `noStep`: nothing speaks against this person; the request just does not wait for them. */
export type Refused = { code: 'forbidden' | 'conflict'; message: string; noStep?: true }

const ENOUGH_REVIEWERS = 2

/**
 * As what this actor may answer now, or why they may not. Tokens never decide; the start token does what the first administrator may,
 * and stands for all steps while there are not two security reviewers, but never for a request that it or its people are part of.
 * Before there are two, having made the token of whoever asks (`requesterId`) is no part of it: somebody must make the first ones.
 */
export function answersAs(actor: Answerer, facts: ApprovalFacts, need: StepCount, progress: Progress, answered: readonly { personId: string; onBehalfOf: string | null }[], requesterId: string | null = null): AnswersAs | Refused {
  const { personId } = actor
  if (personId === null || actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap)) return { code: 'forbidden', message: 'A request is decided by a person, signed in; tokens never decide.' }
  const alone = actor.kind === 'token' && facts.reviewers.size < ENOUGH_REVIEWERS
  const near = alone && requesterId !== null ? { ...facts, requesters: [requesterId] } : facts
  const conflict = [personId, ...(actor.kind === 'token' ? actor.behind : [])].map((id) => conflictOf(near, id)).find((one) => one !== null)
  if (conflict !== undefined) return { code: 'forbidden', message: `This person may not decide the request: ${conflict}.` }
  if (answered.some((one) => one.personId === personId)) return { code: 'conflict', message: 'You have answered this request already; nobody answers twice.' }
  if (alone) return { personId, step: need.security > 0 ? 'security' : 'owner', standing: 'bootstrap', onBehalfOf: null, waived: true }
  const held = holderOf(progress, personId)
  if (held !== null) return { personId, step: held.step, standing: held.holder.standing, onBehalfOf: held.holder.onBehalfOf, waived: false }
  if (answered.some((one) => one.onBehalfOf === personId)) return { code: 'conflict', message: 'Somebody has answered this request for you already; nobody’s word counts twice.' }
  return { code: 'forbidden', message: 'The request does not wait for you: you hold no step of it that is open.', noStep: true }
}
