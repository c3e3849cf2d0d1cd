import fc from 'fast-check'
import type { Reach } from '@/lib/grants/includes'
import type { Call, GrantFact, HumanRule, TargetKind } from '@/lib/grants/model'
import { ACCESS, SENSITIVITIES } from '@/lib/registry/model'
import type { ApprovalPolicy, StepCount } from '@/lib/requests/approval-policy'
import type { RequestContent, RequestTarget, Term } from '@/lib/requests/content'
import type { ApprovalFacts } from '@/lib/requests/eligibility'
import type { OracleCast } from './request-oracle'

/** Few people, so that roles and conflicts fall upon the same ones often. */
export const CAST = ['p0', 'p1', 'p2', 'p3', 'p4', 'p5'] as const

const someone = fc.constantFrom(...CAST)
const maybe = fc.option(someone, { freq: 3 })

export const anyFacts: fc.Arbitrary<ApprovalFacts> = fc.record({
  requesters: fc.uniqueArray(someone, { minLength: 1, maxLength: 2 }), sponsorId: maybe, sponsorBefore: maybe, namedPersonId: maybe, ownerId: someone, backupOwnerId: maybe, managerId: maybe,
  gone: fc.subarray([...CAST], { maxLength: 2 }), reviewers: fc.subarray([...CAST]),
  delegations: fc.array(fc.record({ personId: someone, delegateId: someone }).filter((one) => one.personId !== one.delegateId), { maxLength: 4 }),
}).map(({ gone, reviewers, ...facts }) => {
  const active = new Set<string>(CAST.filter((id) => !gone.includes(id)))
  // As they are loaded: a reviewer who has left is none.
  return { ...facts, active, reviewers: new Set(reviewers.filter((id) => active.has(id))) }
})

export function castOf(facts: ApprovalFacts): OracleCast {
  return {
    askers: facts.requesters, sponsors: [facts.sponsorId, facts.sponsorBefore], human: facts.namedPersonId, owner: facts.ownerId, backup: facts.backupOwnerId, manager: facts.managerId,
    isActive: (id) => facts.active.has(id), isReviewer: (id) => facts.reviewers.has(id), away: facts.delegations.map((one) => ({ person: one.personId, standIn: one.delegateId })),
  }
}

export const anyNeed: fc.Arbitrary<StepCount> = fc.constantFrom<StepCount[]>(
  { owner: 1, security: 0 }, { owner: 1, security: 1 }, { owner: 1, security: 2 }, { owner: 0, security: 1 }, { owner: 0, security: 2 },
)

const perSensitivity = <T>(cell: fc.Arbitrary<T>) => fc.record({ public: cell, internal: cell, confidential: cell, restricted: cell })
const perAccess = <T>(cell: fc.Arbitrary<T>) => fc.record({ read: perSensitivity(cell), write: perSensitivity(cell), admin: perSensitivity(cell) })

export const EFFECTS = ['payments', 'iam'] as const
export const anyPolicy: fc.Arbitrary<ApprovalPolicy> = fc.record({
  steps: perAccess(anyNeed), maximumDays: perAccess(fc.integer({ min: 1, max: 365 })), strictEffects: fc.subarray([...EFFECTS]), lapseDays: fc.integer({ min: 1, max: 90 }),
  nudgeHours: fc.integer({ min: 1, max: 168 }), breakGlassHours: fc.integer({ min: 1, max: 24 }),
})

export const anyAccess = fc.constantFrom(...ACCESS)
export const anyWeight = fc.record({ sensitivity: fc.constantFrom(...SENSITIVITIES), effects: fc.subarray([...EFFECTS]) })

/** Pieces of names and paths that mean more than they show, and the star itself. */
const PIECES = ['a', 'b', '/', '*', '.', '..', '/../', '%2e', '%2f', '%25', '%', ':', 'repo:', '\\', '?', '#'] as const
const plain = fc.array(fc.constantFrom('a', 'b', '*', '/'), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
const hostile = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 5 }).map((parts) => parts.join(''))
export const anyPattern = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: hostile })

const anyHuman: fc.Arbitrary<HumanRule> = fc.constantFrom<HumanRule[]>(
  { rule: 'person', personId: 'dana' }, { rule: 'person', personId: 'erin' }, { rule: 'team', teamId: 'core' }, { rule: 'team', teamId: 'other' }, { rule: 'any' }, { rule: 'none' },
)
const anyKind = fc.constantFrom<TargetKind[]>('tool', 'context', 'downstream')
const anyScope = fc.oneof(fc.constant<string[]>([]), fc.array(anyPattern, { maxLength: 2 }))
const dimensions = {
  serverId: fc.constantFrom('github', 'github', 'github', 'jira'), agentId: fc.constantFrom('triage', 'release', null), clientId: fc.constantFrom('code', 'cursor', null), human: anyHuman,
  targetKind: anyKind, target: anyPattern, access: anyAccess, scope: anyScope, mode: fc.constantFrom<Reach['mode'][]>('direct', 'direct', 'task'),
}
export const anyReach: fc.Arbitrary<Reach> = fc.record(dimensions)

/** Two reaches of which the second differs from the first in few dimensions, so that inclusion is common and so is a near miss. */
export const anyPair: fc.Arbitrary<[Reach, Reach]> = anyReach.chain((outer) => fc.record({
  change: fc.record(dimensions, { requiredKeys: [] }), keep: fc.subarray(Object.keys(dimensions) as (keyof Reach)[], { minLength: 6 }), filled: patternWithin(outer.target), scope: fc.array(fc.constantFrom(...outer.scope, 'a', '*'), { maxLength: 2 }), fill: fc.boolean(),
}).map(({ change, keep, filled, scope, fill }) => {
  const kept = Object.fromEntries(keep.map((key) => [key, outer[key]]))
  return [outer, { ...outer, ...change, ...kept, ...(fill ? { target: filled, scope } : {}) }]
}))

/** What stands where a star stands. */
const filler = fc.array(fc.constantFrom(...PIECES, ''), { maxLength: 3 }).map((parts) => parts.join(''))

/** A text, or a narrower pattern, made from a pattern by putting something in place of its stars. */
export function patternWithin(pattern: string): fc.Arbitrary<string> {
  const stars = pattern.split('*').length - 1
  return fc.array(filler, { minLength: stars, maxLength: stars }).map((fillers) => pattern.split('*').map((piece, i) => piece + (fillers[i] ?? '')).join(''))
}

const KIND_OF = { tool: 'tool_call', context: 'context_access', downstream: 'downstream_action' } as const

/** A call that this reach is likely to admit. */
export function callWithin(reach: Reach): fc.Arbitrary<Call> {
  const { human } = reach
  const humanId = human.rule === 'person' ? human.personId : human.rule === 'none' ? null : 'dana'
  const resources = reach.scope.length === 0 ? fc.array(anyPattern, { maxLength: 2 }) : fc.array(fc.constantFrom(...reach.scope).chain(patternWithin), { maxLength: 2 })
  return fc.record({
    target: fc.oneof(patternWithin(reach.target), anyPattern), access: fc.oneof(fc.constant(reach.access), anyAccess), resources: fc.oneof(resources, fc.array(anyPattern, { maxLength: 2 })),
    agentId: fc.constantFrom(reach.agentId ?? 'triage', 'triage', 'release'), clientId: fc.constantFrom(reach.clientId ?? 'code', 'code', 'cursor'), humanId: fc.oneof({ weight: 3, arbitrary: fc.constant(humanId) }, fc.constantFrom('dana', 'erin', null)),
    serverId: fc.constant(reach.serverId), kind: fc.constant(KIND_OF[reach.targetKind]), at: fc.constant(1500),
  }).map((call) => ({ ...call, agentName: call.agentId, clientName: call.clientId, humanName: call.humanId }))
}

/** A reach in force over a window; of mode `task` it would cover nothing, so its mode is left aside. */
export function grantFrom(reach: Reach, window: { from: number; until: number | null } = { from: 1000, until: 2000 }): GrantFact {
  return { ...reach, id: 'g', mode: 'direct', validFrom: window.from, validUntil: window.until, revokedAt: null, suspensions: [] }
}

export const anyTerm: fc.Arbitrary<Term> = fc.oneof(
  fc.integer({ min: 1, max: 400 }).map((days): Term => ({ kind: 'days', days })),
  fc.integer({ min: -10, max: 400 }).map((days): Term => ({ kind: 'until', until: new Date(Date.UTC(2026, 10, 20) + days * 86_400_000).toISOString() })),
  fc.constant<Term>({ kind: 'open' }),
)

export const anyContent: fc.Arbitrary<RequestContent> = anyReach.chain((reach) => fc.record({
  targets: fc.array(fc.record({ kind: anyKind, name: anyPattern, access: anyAccess, scope: anyScope }), { minLength: 1, maxLength: 3 }), terms: fc.array(anyTerm, { maxLength: 2 }),
  reauthorise: fc.boolean(), startsAt: fc.option(fc.integer({ min: 0, max: 20 }).map((days) => new Date(Date.UTC(2026, 10, 20) + days * 86_400_000).toISOString()), { freq: 2 }),
}).map(({ targets, ...rest }): RequestContent => ({ serverId: reach.serverId, agentId: reach.agentId, clientId: reach.clientId, human: reach.human, mode: reach.mode, purpose: 'p', targets, ...rest })))

/** A content and what an approver might make of it, well meant or not. */
export const anyNarrowing: fc.Arbitrary<[RequestContent, RequestContent]> = anyContent.chain((asked) => {
  const one = fc.constantFrom(...asked.targets)
  const target: fc.Arbitrary<RequestTarget> = one.chain((from) => fc.record({ kind: fc.constant(from.kind), name: fc.oneof(fc.constant(from.name), patternWithin(from.name)), access: fc.constantFrom(from.access, 'read', from.access, 'write'), scope: fc.oneof(fc.constant(from.scope), anyScope) }))
  return fc.record({
    targets: fc.array(target, { maxLength: 3 }), more: fc.array(anyTerm, { maxLength: 1 }), drop: fc.integer({ min: 0, max: 5 }), agentId: fc.constantFrom(asked.agentId, asked.agentId, 'triage'), clientId: fc.constantFrom(asked.clientId, asked.clientId, null),
    human: fc.oneof({ weight: 3, arbitrary: fc.constant(asked.human) }, anyHuman), mode: fc.constantFrom(asked.mode, asked.mode, 'task', 'direct'), reauthorise: fc.constantFrom(asked.reauthorise, asked.reauthorise, true, false),
    startsAt: fc.constantFrom(asked.startsAt, asked.startsAt, asked.startsAt, null),
  }).map(({ more, drop, ...change }): [RequestContent, RequestContent] => [asked, { ...asked, ...change, terms: [...asked.terms.filter((_, i) => i !== drop), ...more] }])
})
