import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { enqueue } from '@/lib/notify/enqueue'
import { needsReason, warningsOf } from '@/lib/requests/advice/warnings'
import { type AnswersAs, answersAs } from '@/lib/requests/answering'
import { type RequestContent, widenings } from '@/lib/requests/content'
import { toRequester } from '@/lib/requests/messages'
import type { DecisionInput, Narrowed, RequestView } from '@/lib/requests/model'
import { needOf } from '@/lib/requests/need'
import { obstaclesOf, timeFaults } from '@/lib/requests/obstacles'
import { type Progress, progressOf } from '@/lib/requests/progress'
import { loadAdviceFacts } from '@/lib/requests/queries/advice-facts'
import type { RequestFacts } from '@/lib/requests/queries/request-facts'
import { applyNarrowed } from '@/lib/requests/resolve-content'
import { decisionsOfRound, type StoredRequest } from '@/lib/requests/stored'
import { lockFacts, type Locked, lockRequest, refuseIn, refuseStale } from './load'
import { refused } from './prepare'
import { refuseSecond } from './second'
import { finish, undoDenied } from './settle'
import { addRevision, columnsOf, readRequest, recordRequest } from './write'

/**
 * One person's answer to the step that they hold. A denial ends the request and needs a reason; an approval may take something away
 * first (never add), and the last one needed makes the grants in the same transaction. Everything is asked again under the locks, so
 * of two answers, or of an answer, an edit and a withdrawal at once, one comes first and the others see what it left. Refuses with
 * `forbidden` (a token, a conflict, no step of theirs), `conflict` (answered already; does not stand any more), `stale_version`
 * (`revision` is not the present one), `illegal_transition` (not pending any more) and `invalid_input`.
 */
export async function decideRequest(ctx: Ctx, actor: Actor, id: string, input: DecisionInput): Promise<RequestView> {
  if (actor.kind === 'system' || (actor.kind === 'token' && !actor.bootstrap)) throw new AppError('forbidden', 'A request is decided by a person, signed in; tokens never decide. Nothing was changed.')
  if (input.answer === 'deny' && input.reason === undefined) throw invalid('reason', 'A denial needs a reason, for whoever asked. Nothing was changed.')
  if (input.answer === 'deny' && input.narrowed !== undefined) throw invalid('narrowed', 'Narrow or deny, not both. Nothing was changed.')
  return refuseSecond(() => transaction(async (tx) => {
    const locked = await lockRequest(tx, ctx, actor, id)
    refuseIn('decide', locked)
    refuseStale(locked.request, input.revision)
    return input.answer === 'deny' ? deny(tx, locked, actor, input.reason ?? '') : approve(tx, locked, actor, input)
  }))
}

type Standing = { content: RequestContent; facts: RequestFacts; as: AnswersAs }

/**
 * As what the actor answers to `content`, by the facts of now; throws where they may not. `held`: the step that they held before they
 * narrowed it; what is left may not need that step, and whoever lowered it must be able to say so.
 */
async function standingOf(tx: Tx, { request, ctx }: Locked, actor: Actor, content: RequestContent, held: AnswersAs | null = null): Promise<Standing> {
  const decisions = decisionsOfRound(request)
  const answered = decisions.flatMap((one) => [one.personId, ...(one.onBehalfOf === null ? [] : [one.onBehalfOf])])
  const facts = await lockFacts(tx, ctx, { content, behind: request.behind, sponsorBefore: request.sponsorId, policyNumber: request.policyNumber, answered }, actor)
  const need = needOf(request.kind, facts.policies, content, facts.server)
  const as = answersAs(actor, facts.approval, need, progressOf(need, decisions, facts.approval), decisions, request.requesterId)
  if (!('code' in as)) return { content, facts, as }
  if (held !== null && as.noStep === true) return { content, facts, as: held }
  throw new AppError(as.code, `${as.message} Nothing was changed.`)
}

async function deny(tx: Tx, locked: Locked, actor: Actor, reason: string): Promise<RequestView> {
  const { request, ctx } = locked
  const { as } = await standingOf(tx, locked, actor, contentOf(request))
  await answer(tx, locked, actor, as, { answer: 'deny', reason, narrowedTo: null })
  await tx.grantRequest.update({ where: { id: request.id }, data: { state: 'denied', closedAt: ctx.now, closedBy: actor.id, closeReason: reason, updatedAt: ctx.now } })
  const rest = await undoDenied(tx, ctx, actor, request, reason)
  const view = await readRequest(tx, ctx, request.id)
  await enqueue(tx, ctx, [toRequester(view, 'denied', String(request.round))])
  await rest()
  await recordRequest(tx, ctx, actor, 'denied', view, { reason, step: as.step, standing: as.standing, onBehalfOf: as.onBehalfOf })
  return view
}

async function approve(tx: Tx, locked: Locked, actor: Actor, input: DecisionInput): Promise<RequestView> {
  const { request, ctx } = locked
  const before = contentOf(request)
  const first = await standingOf(tx, locked, actor, before)
  const narrowed = input.narrowed === undefined ? before : await narrow(tx, locked, before, input.narrowed)
  const isNarrowed = JSON.stringify(narrowed) !== JSON.stringify(before)
  // What is left may name somebody, such as whoever approves: then they may not.
  const standing = isNarrowed ? await standingOf(tx, locked, actor, narrowed, first.as) : first
  const { facts, as, content } = standing
  if (isNarrowed) refuseUnfit(facts, content, ctx)
  if (input.reason === undefined) await refuseAgainstWarning(tx, locked, standing)
  const narrowedTo = isNarrowed ? request.revision + 1 : null
  if (narrowedTo !== null) await saveNarrowed(tx, ctx, actor, request, content, narrowedTo)
  await answer(tx, locked, actor, as, { answer: 'approve', reason: input.reason ?? null, narrowedTo })
  const progress = progressWith(request, facts, content, as)
  const complete = progress.outcome === 'approved'
  const rest = complete ? await finish(tx, ctx, actor, { request, content, facts }) : async () => {}
  if (!complete) await tx.grantRequest.update({ where: { id: request.id }, data: { updatedAt: ctx.now } })
  const view = await readRequest(tx, ctx, request.id)
  const stamp = `${request.round}:${as.personId}`
  await enqueue(tx, ctx, [...(isNarrowed ? [toRequester(view, 'narrowed', stamp)] : []), toRequester(view, complete ? 'approved' : 'approved_step', stamp)])
  await rest()
  const detail = { reason: input.reason ?? null, step: as.step, standing: as.standing, onBehalfOf: as.onBehalfOf, waived: as.waived, revision: request.revision, ...(isNarrowed ? { narrowedTo, before, after: content } : {}) }
  await recordRequest(tx, ctx, actor, complete ? 'approved' : 'approved_step', view, complete ? { ...detail, grants: view.grantIds } : detail)
  return view
}

function contentOf(request: StoredRequest): RequestContent {
  if (request.content === null) throw new Error(`Request ${request.id} is pending without content`)
  return request.content
}

/** A yes against a warning says why, so that whoever looks later knows that it was seen. */
async function refuseAgainstWarning(tx: Tx, { request, ctx }: Locked, { content, facts, as }: Standing): Promise<void> {
  const need = needOf(request.kind, facts.policies, content, facts.server)
  // That there are not enough people is what the start token stands in for.
  const steps = as.waived ? [] : progressOf(need, decisionsOfRound(request), facts.approval).steps
  const asked = { kind: request.kind, content, policies: facts.policies, steps, after: null, grantId: request.grantId }
  const warnings = warningsOf(await loadAdviceFacts(asked, ctx.now, tx))
  if (!needsReason(warnings)) return
  const grave = warnings.filter((one) => one.severity === 'high').map((one) => one.text)
  throw new AppError('invalid_input', `A yes against a warning needs a reason: ${grave.join(' ')} Nothing was changed.`, { errors: [{ path: 'reason', message: 'is needed against a warning' }] })
}

/** What is left of the request; never more than before, in any dimension. */
async function narrow(tx: Tx, { request, ctx }: Locked, before: RequestContent, narrowed: Narrowed): Promise<RequestContent> {
  if (request.kind === 'break_glass') throw invalid('narrowed', 'What broke the glass is in force already. Narrow its grant, and say here whether it had to be. Nothing was changed.')
  const applied = applyNarrowed(before, narrowed, await findCallers([narrowed.caller ?? {}], ctx.now, tx))
  if ('errors' in applied) throw refused('invalid_input', 'The answer was refused', applied.errors)
  const errors = widenings(before, applied.content)
  if (errors.length > 0) throw refused('invalid_input', 'An approver takes away and never adds', errors)
  return applied.content
}

function refuseUnfit(facts: RequestFacts, content: RequestContent, ctx: Ctx): void {
  const errors = [...obstaclesOf(facts.named, content, true), ...timeFaults(content, ctx.now.getTime())].map(({ path, message }) => ({ path: `narrowed.${path}`, message }))
  if (errors.length > 0) throw refused('invalid_input', 'The answer was refused', errors)
}

async function saveNarrowed(tx: Tx, ctx: Ctx, actor: Actor, request: StoredRequest, content: RequestContent, number: number): Promise<void> {
  const ends = content.terms.flatMap((term) => (term.kind === 'until' ? [Date.parse(term.until)] : []))
  const lapses = new Date(Math.min(request.lapsesAt?.getTime() ?? Infinity, ...ends))
  await tx.grantRequest.update({ where: { id: request.id }, data: { ...columnsOf(content), revision: number, lapsesAt: lapses, updatedAt: ctx.now } })
  await addRevision(tx, ctx, actor, request.id, { number, change: 'narrowed', content })
}

async function answer(tx: Tx, { request, ctx }: Locked, actor: Actor, as: AnswersAs, said: { answer: 'approve' | 'deny'; reason: string | null; narrowedTo: number | null }): Promise<void> {
  await tx.requestDecision.create({
    data: {
      id: ctx.id('decision'), requestId: request.id, round: request.round, revision: request.revision, narrowedTo: said.narrowedTo, step: as.step, standing: as.standing, answer: said.answer,
      personId: as.personId, onBehalfOf: as.onBehalfOf, actorId: actor.id, reason: said.reason, at: ctx.now,
    },
  })
}

function progressWith(request: StoredRequest, facts: RequestFacts, content: RequestContent, as: AnswersAs): Progress {
  const need = needOf(request.kind, facts.policies, content, facts.server)
  return progressOf(need, [...decisionsOfRound(request), { step: as.step, personId: as.personId, onBehalfOf: as.onBehalfOf, answer: 'approve' }], facts.approval, as.waived)
}
