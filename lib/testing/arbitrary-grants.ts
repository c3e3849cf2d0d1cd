import fc from 'fast-check'
import type { Call, GrantFact } from '@/lib/grants/model'
import { caseCall, type CaseGrant, caseGrant } from './grant-world'

const time = fc.integer({ min: 900, max: 2100 })
const access = fc.constantFrom('read', 'read', 'write', 'write', 'admin')
const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, weight = 5): fc.Arbitrary<T> => fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare })
const resource = fc.constantFrom('repo:a/x', 'repo:a/y', 'repo:b', 'repo:a/../b', 'repo:a%2fx', 'repo:a/100%25', 'r*')

const TARGETS = {
  tool: ['create_issue', 'create_issue', 'close_issue', 'create_*', '*', '*_issue', 'fs/../x', 'fs/*'],
  context: ['file:///a', 'file:///*', 'file:///a/../b', 'prompt:*', '*'],
  downstream: ['pg:select', 'pg:*', '*'],
} as const

const NAMED = {
  tool_call: ['create_issue', 'create_issue', 'create_issue', 'close_issue', 'fs/../x', 'create_*'],
  context_access: ['file:///a', 'file:///a/../b', 'file:///%2e%2e/b', 'prompt:x'],
  downstream_action: ['pg:select', 'pg:drop'],
} as const

const suspension: fc.Arbitrary<NonNullable<CaseGrant['suspensions']>[number]> = fc.record({ from: time, length: fc.option(fc.integer({ min: 0, max: 400 })), toolName: fc.option(fc.constantFrom('create_issue', 'close_issue')) })
  .map(({ from, length, toolName }) => ({ from, to: length === null ? null : from + length, ...(toolName === null ? {} : { toolName }) }))

/** Grants of the small world, colliding often: few names, few times, every rule of every dimension. */
export const anyGrant: fc.Arbitrary<GrantFact> = fc.oneof(...(['tool', 'tool', 'tool', 'context', 'downstream'] as const).map(grantOf))

function grantOf(targetKind: keyof typeof TARGETS): fc.Arbitrary<GrantFact> {
  return fc.record({
    id: fc.stringMatching(/^[a-d]{2}$/), server: mostly(fc.constant('github'), fc.constantFrom('jira', 'draft', 'attic', 'late')),
    agent: fc.constantFrom('triage', 'triage', 'release', 'old', 'any', 'any'), client: fc.constantFrom('code', 'code', 'cursor', 'any', 'any'),
    human: fc.constantFrom('dana', 'dana', 'erin', 'gone', 'any', 'any', 'none', 'none', 'team:core'), targetKind: fc.constant(targetKind), target: fc.constantFrom(...TARGETS[targetKind]),
    access, scope: fc.oneof(fc.constant<string[]>([]), fc.array(fc.constantFrom('repo:a/*', 'repo:*', 'repo:a/../b', '*', 'repo:b'), { maxLength: 2 })),
    validFrom: fc.constantFrom(0, 0, 1000, 1000, 1500), validUntil: fc.constantFrom(1200, 1500, 2000, 2000, null), revokedAt: mostly(fc.constant(null), fc.constantFrom<number | null>(950, 1500, 1600)),
    mode: mostly(fc.constant('direct'), fc.constant('task'), 15), suspensions: mostly(fc.constant<NonNullable<CaseGrant['suspensions']>>([]), fc.array(suspension, { maxLength: 2 }), 3),
  }).map((change) => caseGrant({}, change as CaseGrant))
}

/** Grants with ids of their own, as a database has them. */
export const anyGrants: fc.Arbitrary<GrantFact[]> = fc.array(anyGrant, { maxLength: 12, size: 'max' })
  .map((grants) => grants.filter((grant, i) => grants.findIndex((other) => other.id === grant.id) === i))

function identity(...names: string[]): fc.Arbitrary<string | null> {
  return mostly(fc.constantFrom<string | null>(...names), fc.constantFrom<string | null>('ghost', null), 12)
}

export const anyCall: fc.Arbitrary<Call> = fc.oneof(...(['tool_call', 'tool_call', 'tool_call', 'tool_call', 'context_access', 'downstream_action'] as const).map(callOf))

function callOf(kind: keyof typeof NAMED): fc.Arbitrary<Call> {
  return fc.record({
    at: fc.oneof(time, fc.constantFrom(999, 1000, 1199, 1200, 1399, 1400, 1500, 1999, 2000)), kind: fc.constant(kind), target: fc.constantFrom(...NAMED[kind]), access,
    server: mostly(fc.constant('github'), fc.constantFrom('jira', 'draft', 'attic', 'late', 'ghost'), 12), resources: fc.oneof(fc.constant([]), fc.array(fc.constantFrom('repo:a/x', 'repo:a/y'), { maxLength: 2 }), fc.array(resource, { maxLength: 3 })),
    agent: identity('triage', 'triage', 'release', 'old'), client: identity('code', 'code', 'cursor'), human: mostly(identity('dana', 'dana', 'erin', 'gone'), fc.constant(null), 3),
  }).map((change) => caseCall({}, change as Parameters<typeof caseCall>[1]))
}
