import type { RequestContent } from './content'
import type { Standing, Step } from './eligibility'
import type { RequestDraft, RequestOrigin } from './model'
import type { Decision } from './progress'
import { type RequestKind, type RequestState, stateAt } from './state'

/** A decision as the store has it. */
export type StoredDecision = {
  id: string; round: number; revision: number; narrowedTo: number | null; step: Step; standing: Standing; answer: 'approve' | 'deny'
  personId: string; onBehalfOf: string | null; actorId: string; reason: string | null; at: Date
}

export type StoredRevision = { number: number; change: 'submitted' | 'edited' | 'narrowed'; content: RequestContent; by: string; at: Date }

/** A request as the store has it, with all that was said and answered. A draft holds what was typed; anything else what is asked for. */
export type StoredRequest = {
  id: string; kind: RequestKind; state: RequestState; requesterId: string; requestedBy: string; behind: string[]; sponsorId: string | null
  revision: number; round: number; policyNumber: number | null; grantId: string | null; origin: RequestOrigin | null
  submittedAt: Date | null; lapsesAt: Date | null; closedAt: Date | null; closedBy: string | null; closeReason: string | null; nudgedAt: Date | null
  createdAt: Date; updatedAt: Date
  draft: RequestDraft | null
  content: RequestContent | null
  decisions: readonly StoredDecision[]
  revisions: readonly StoredRevision[]
}

/** The state of a stored request at `now`, whether or not the store knows yet that it lapsed. */
export function stateOf(request: StoredRequest, now: Date): RequestState {
  return stateAt({ kind: request.kind, state: request.state, lapsesAt: request.lapsesAt?.getTime() ?? null, terms: request.content?.terms ?? [] }, now.getTime())
}

/** The answers that the present round has had. */
export function decisionsOfRound(request: Pick<StoredRequest, 'round' | 'decisions'>): (StoredDecision & Decision)[] {
  return request.decisions.filter((one) => one.round === request.round)
}

/** When a request lapses that is submitted or changed now: unanswered for so long, or as soon as a time it names is over. */
export function lapsesAt(submittedAt: Date, lapseDays: number, terms: RequestContent['terms']): Date {
  const ends = terms.flatMap((term) => (term.kind === 'until' ? [Date.parse(term.until)] : []))
  return new Date(Math.min(submittedAt.getTime() + lapseDays * 86_400_000, ...ends))
}

/** When those who hold it may be reminded again; null = at any time. */
export function nextNudgeAt(request: Pick<StoredRequest, 'nudgedAt'>, nudgeHours: number): Date | null {
  return request.nudgedAt === null ? null : new Date(request.nudgedAt.getTime() + nudgeHours * 3_600_000)
}
