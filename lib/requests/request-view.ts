import type { StepCount } from './approval-policy'
import { contentView, draftView, type Words } from './content-view'
import type { ApprovalFacts, Step } from './eligibility'
import type { ContentView, DecisionView, PersonRef, RequestView, StepView } from './model'
import { type Progress, progressOf, stillCounts } from './progress'
import { sentenceOf } from './sentence'
import type { RequestState } from './state'
import { decisionsOfRound, stateOf, type StoredDecision, type StoredRequest } from './stored'

/** What a view needs beside the request itself; `standing` is null for a draft. */
export type ViewWorld = {
  words: Words
  person: (id: string) => PersonRef
  /** What an actor is called: a person, a token, the console. */
  actorName: (id: string) => string
  standing: { facts: ApprovalFacts; need: StepCount; shortenedTo: number | null } | null
  grantIds: readonly string[]
}

/** The request as it is answered at `now`. */
export function requestView(request: StoredRequest, world: ViewWorld, now: Date): RequestView {
  const { words, person, actorName, standing } = world
  const state = stateOf(request, now)
  const content = request.content === null ? draftView(request.draft ?? {}) : contentView(request.content, words)
  const decisions = request.decisions.map((one) => decisionView(one, countsNow(one, request, state, standing?.facts ?? null), person))
  const steps = standing === null ? [] : stepViews(request, state, standing, person)
  const closedAt = request.closedAt ?? (state === 'lapsed' ? request.lapsesAt : null)
  const told = { kind: request.kind, state, requester: person(request.requesterId), lapsesAt: request.kind === 'break_glass' ? null : iso(request.lapsesAt), closedAt: iso(closedAt), closeReason: request.closeReason }
  return {
    ...content, ...singleTarget(content), ...told, id: request.id, submittedAt: iso(request.submittedAt), closedBy: request.closedBy === null ? null : actorName(request.closedBy),
    revision: request.revision, round: request.round, steps, decisions, sentence: sentenceOf({ ...told, steps, decisions: decisions.filter((one) => one.round === request.round) }),
    revisions: request.revisions.map(({ number, change, by, at, content: said }) => ({ number, change, by: actorName(by), at: at.toISOString(), content: contentView(said, words) })),
    shortened: state !== 'pending' || standing === null || standing.shortenedTo === null ? null : { maximumDays: standing.shortenedTo },
    grantId: world.grantIds[0] ?? null, grantIds: [...world.grantIds],
    renews: request.draft?.renews ?? (request.kind === 'renewal' ? request.grantId : null), confirms: request.draft?.confirms ?? (request.kind === 'confirmation' ? request.grantId : null),
    origin: request.origin, createdAt: request.createdAt.toISOString(),
  }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null

function singleTarget({ targets }: ContentView): Pick<RequestView, 'target' | 'access' | 'scope'> {
  const [first] = targets
  return first === undefined ? { target: null, access: null, scope: [] } : { target: { kind: first.kind, name: first.name }, access: first.access, scope: first.scope }
}

/** While it is pending, by today's facts; afterwards an answer of the last round counted as it did then. */
function countsNow(decision: StoredDecision, request: StoredRequest, state: RequestState, facts: ApprovalFacts | null): boolean {
  if (decision.round !== request.round) return false
  return state !== 'pending' || facts === null || decision.answer === 'deny' || stillCounts(decision, facts)
}

function decisionView(decision: StoredDecision, counts: boolean, person: ViewWorld['person']): DecisionView {
  const { id, step, standing, answer, reason, at, round, revision, narrowedTo } = decision
  return { id, step, standing, answer, person: person(decision.personId), onBehalfOf: decision.onBehalfOf === null ? null : person(decision.onBehalfOf), reason, at: at.toISOString(), round, revision, narrowedTo, counts }
}

function stepViews(request: StoredRequest, state: RequestState, { facts, need }: NonNullable<ViewWorld['standing']>, person: ViewWorld['person']): StepView[] {
  if (state !== 'pending') return closedSteps(request, state, need)
  const progress: Progress = progressOf(need, decisionsOfRound(request), facts)
  return progress.steps.map(({ holders, ...step }) => ({
    ...step, holders: holders.map((one) => ({ ...person(one.personId), standing: one.standing, onBehalfOf: one.onBehalfOf === null ? null : person(one.onBehalfOf) })),
  }))
}

/** What was answered stays as it was, whatever has become of people and settings since. */
function closedSteps(request: StoredRequest, state: RequestState, need: StepCount): StepView[] {
  const yes = decisionsOfRound(request).filter((one) => one.answer === 'approve')
  return (['owner', 'security'] as const satisfies readonly Step[]).flatMap((step) => {
    const have = Math.min(yes.filter((one) => one.step === step).length, need[step])
    const shown = state === 'approved' ? have : need[step]
    return shown === 0 ? [] : [{ step, need: shown, have, holders: [] }]
  })
}
