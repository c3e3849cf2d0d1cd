import { type Actor, mayOnServer, reach, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { AppError, type FieldError, notFound } from '@/lib/errors'
import { windowOf } from '@/lib/grants/grant-view'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { Sensitivity } from '@/lib/registry/model'
import { type Adds, addsOf } from '@/lib/requests/advice/adds'
import { draftKind, judgeDraft } from '@/lib/requests/advice/draft-content'
import type { AdviceFacts } from '@/lib/requests/advice/facts'
import { type Overlap, overlapOf } from '@/lib/requests/advice/overlap'
import { type AdvisedStep, advisedSteps } from '@/lib/requests/advice/steps'
import { type AdvisedTarget, advisedTargets } from '@/lib/requests/advice/targets'
import { type ToxicHit, toxicHits } from '@/lib/requests/advice/toxic'
import { needsReason, type Warning, warningsOf } from '@/lib/requests/advice/warnings'
import type { RequestContent } from '@/lib/requests/content'
import type { PersonRef, RequestDraft } from '@/lib/requests/model'
import { needOf } from '@/lib/requests/need'
import { obstaclesOf, timeFaults } from '@/lib/requests/obstacles'
import { type Decision, type Progress, progressOf } from '@/lib/requests/progress'
import { hideFrom, loadAdviceFacts } from '@/lib/requests/queries/advice-facts'
import { type ExpectedTime, expectedTime } from '@/lib/requests/queries/expected-time'
import { type Asked, loadFacts, type RequestFacts } from '@/lib/requests/queries/request-facts'
import { askedBy } from '@/lib/requests/queries/request-views'
import { findRequest } from '@/lib/requests/queries/stored-requests'
import { visibleRequests } from '@/lib/requests/queries/visible'
import type { RequestKind } from '@/lib/requests/state'
import { decisionsOfRound } from '@/lib/requests/stored'
import { basisFaultsOf, callsOfTools } from './request-advice-facts'

/** What somebody must know before they ask, and before they say yes. Members that need more than was filled in are null or empty. */
export type RequestAdvice = {
  /** Fields without which nothing can be submitted: "server", "targets", … */
  missing: string[]
  /** Fields that say what nobody knows. */
  errors: FieldError[]
  /** Why it cannot be submitted although it is complete, or not be granted any more: orphaned server, inactive agent, … */
  blocked: FieldError[]
  server: { id: string; slug: string; name: string; sensitivity: Sensitivity; effects: string[]; lifecycle: string; tools: number } | null
  /** `standing`: grants that it holds, as far as the reader may see them. */
  agent: { id: string; name: string; sponsor: PersonRef | null; standing: number; seenAt: string | null } | null
  steps: AdvisedStep[]
  expected: ExpectedTime
  targets: AdvisedTarget[]
  adds: Adds | null
  overlap: Overlap | null
  toxic: ToxicHit[]
  warnings: Warning[]
  /** Whoever approves must say why. */
  needsReason: boolean
}

/**
 * Advice on a request that is not saved, filled in as far as it is. Asks for the same permission as submitting: throws `forbidden` where
 * neither the server nor the agent is the actor's. Writes nothing.
 */
export async function adviseOn(actor: Actor, draft: RequestDraft, now: Date): Promise<RequestAdvice> {
  const permission = draftKind(draft) === 'break_glass' ? 'grant.break_glass' : 'grant.request'
  require(actor, permission)
  const caller = said(draft.caller ?? {})
  const serverId = draft.server === undefined ? null : ((await findHolders('server', [draft.server], now)).get(draft.server) ?? null)
  const names = await findCallers([caller], now)
  const agentId = names.agents.get(caller.agent ?? '') ?? null
  if (!mayAskFor(actor, permission, serverId, { given: caller.agent !== undefined, id: agentId })) throw new AppError('forbidden', 'You may ask only for grants on servers of your own, and for agents that you sponsor. Nothing was looked at.')
  const server = serverId === null ? null : await db().server.findUnique({ where: { id: serverId }, select: { id: true, sensitivity: true } })
  const judged = judgeDraft(draft, { ...names, server })
  if (judged.content === null) return { ...NOTHING, missing: judged.missing, errors: judged.errors }
  const { content, kind, missing, errors } = judged
  const basis = await basisFaultsOf(actor, draft, kind, content, now)
  const asked: Asked = { content, behind: actor.behind, sponsorBefore: null, policyNumber: null, answered: [] }
  const advice = await advise(actor, { kind, asked, decisions: [], standing: false, grantId: basis.grant?.id ?? null, after: kind === 'renewal' && basis.grant !== null ? windowOf(basis.grant).validUntil : null, agentSaid: caller.agent !== undefined }, now)
  return { ...advice, missing, errors, blocked: [...advice.blocked, ...(missing.includes('targets') ? [] : basis.faults)] }
}

/** The same on a stored request, for who asked and who decides. `not_found` for others, and for drafts. */
export async function adviceForRequest(actor: Actor, requestId: string, now: Date): Promise<RequestAdvice> {
  const request = await findRequest({ AND: [await visibleRequests(actor, now), { id: requestId }] })
  const asked = request === null ? null : askedBy(request)
  if (request === null || asked === null) throw notFound('request')
  const [grant] = request.kind !== 'renewal' || request.grantId === null ? [] : await db().grant.findMany({ where: { id: request.grantId }, select: { validUntil: true, validFrom: true, revokedAt: true } })
  const made = await db().grant.findMany({ where: { requestId }, select: { id: true } })
  return advise(actor, { kind: request.kind, asked, decisions: decisionsOfRound(request), standing: true, grantId: request.grantId, after: grant === undefined ? null : windowOf(grant).validUntil, agentSaid: true, made: made.map(({ id }) => id) }, now)
}

const NOTHING: RequestAdvice = { missing: [], errors: [], blocked: [], server: null, agent: null, steps: [], expected: null, targets: [], adds: null, overlap: null, toxic: [], warnings: [], needsReason: false }

/** The texts that were typed; an empty one says nothing. */
function said(caller: NonNullable<RequestDraft['caller']>): NonNullable<RequestDraft['caller']> {
  return Object.fromEntries(Object.entries(caller).filter(([, text]) => text !== undefined && text.trim() !== ''))
}

/** As far as it can be told yet: where no agent is named, one of the actor's own may still be, if they have any. */
function mayAskFor(actor: Actor, permission: 'grant.request' | 'grant.break_glass', serverId: string | null, agent: { given: boolean; id: string | null }): boolean {
  if (mayOnServer(actor, permission, serverId) || reach(actor, permission) === 'all') return true
  if (permission === 'grant.break_glass') return serverId === null
  return agent.given ? agent.id !== null && actor.ownAgentIds.includes(agent.id) : actor.ownAgentIds.length + actor.ownServerIds.length > 0
}

type Question = {
  kind: RequestKind; asked: Asked; decisions: readonly Decision[]; standing: boolean; grantId: string | null; after: number | null
  /** Without an agent nothing is said of what it holds. */
  agentSaid: boolean
  /** The grants that came of it: they are what it adds, not what stands beside it. */
  made?: readonly string[]
}

async function advise(actor: Actor, question: Question, now: Date): Promise<RequestAdvice> {
  const { kind, asked, standing } = question
  const [own] = await loadFacts([asked], now)
  if (own === undefined) throw new Error('One question has one answer.')
  const progress = progressOf(needOf(kind, own.policies, asked.content, own.server), question.decisions, own.approval)
  const facts = await factsFor(actor, question, own, progress, now)
  const { content } = asked
  const { sponsorId } = own.approval
  const [calls, expected, held] = await Promise.all([
    callsOfTools(actor, facts.server.id, now), kind === 'break_glass' ? null : expectedTime(facts.server.id, now),
    content.agentId === null || reach(actor, 'registry.read') === null ? 0 : heldCount(actor, content.agentId, now),
  ])
  const hasTargets = content.targets.length > 0
  const warnings = warningsOf(facts).filter((warning) => question.agentSaid || warning.id !== 'any_agent')
  const { id, slug, name, sensitivity, effects, lifecycle, tools } = facts.server
  return {
    ...NOTHING, server: { id, slug, name, sensitivity, effects: [...effects], lifecycle, tools: tools.length }, expected,
    agent: facts.agent === null ? null : { id: facts.agent.id, name: facts.agent.name, sponsor: sponsorId === null ? null : refOf(own, sponsorId), standing: held, seenAt: facts.agent.seenAt === null ? null : new Date(facts.agent.seenAt).toISOString() },
    blocked: [...obstaclesOf(own.named, content, standing), ...(standing ? [] : timeFaults(content, now.getTime(), question.after)), ...(kind === 'break_glass' && content.startsAt !== null ? [{ path: 'startsAt', message: 'is not for emergencies: they begin at once' }] : [])],
    steps: advisedSteps(progress, own.approval, (personId) => refOf(own, personId)), targets: advisedTargets(facts), adds: hasTargets ? addsOf(facts, calls) : null, overlap: hasTargets && question.agentSaid ? overlapOf(facts) : null,
    toxic: hasTargets ? toxicHits(facts) : [], warnings, needsReason: needsReason(warnings),
  }
}

/** What the actor may not see is not named to them; without an agent nobody holds anything. */
async function factsFor(actor: Actor, question: Question, own: RequestFacts, { steps }: Progress, now: Date): Promise<AdviceFacts> {
  const { kind, asked, after, grantId, agentSaid, made = [] } = question
  const facts = hideFrom(actor, await loadAdviceFacts({ kind, policies: own.policies, steps, after, grantId, content: asked.content }, now))
  return { ...facts, held: agentSaid ? facts.held.filter(({ id }) => !made.includes(id)) : [] }
}

function refOf(own: RequestFacts, id: string): PersonRef {
  const found = own.people.get(id)
  return { id, name: found?.name ?? 'somebody', email: found?.email ?? '' }
}

/** Counted as far as a list would show them. */
const COUNTED = 1000

async function heldCount(actor: Actor, agentId: RequestContent['agentId'], now: Date): Promise<number> {
  const grants = await findGrants(actor, { agentId, AND: [{ OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, { OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }] }, COUNTED)
  return grants.length
}
