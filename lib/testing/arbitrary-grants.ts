import fc from 'fast-check'
import type { Call, GrantFact } from '@/lib/grants/model'
import { caseCall, caseGrant } from './grant-world'

const time = fc.integer({ min: 900, max: 2100 })
const access = fc.constantFrom('read', 'write', 'admin')
const resource = fc.constantFrom('repo:a/x', 'repo:a/y', 'repo:b', 'repo:a/../b', 'repo:a%2fx', 'repo:a/100%25', 'r*')

const TARGETS = {
  tool: ['create_issue', 'close_issue', 'create_*', '*', '*_issue', 'fs/../x', 'fs/*'],
  context: ['file:///a', 'file:///*', 'file:///a/../b', 'prompt:*', '*'],
  downstream: ['pg:select', 'pg:*', '*'],
} as const

const NAMED = {
  tool_call: ['create_issue', 'close_issue', 'fs/../x', 'create_*'],
  context_access: ['file:///a', 'file:///a/../b', 'file:///%2e%2e/b', 'prompt:x'],
  downstream_action: ['pg:select', 'pg:drop'],
} as const

const suspension = fc.record({ from: time, length: fc.option(fc.integer({ min: 0, max: 400 })), toolName: fc.option(fc.constantFrom('create_issue', 'close_issue')) })
  .map(({ from, length, toolName }) => ({ from, to: length === null ? null : from + length, ...(toolName === null ? {} : { toolName }) }))

/** Grants of the small world, colliding often: few names, few times, every rule of every dimension. */
export const anyGrant: fc.Arbitrary<GrantFact> = fc.oneof(...(['tool', 'tool', 'context', 'downstream'] as const).map(grantOf))

function grantOf(targetKind: keyof typeof TARGETS): fc.Arbitrary<GrantFact> {
  return fc.record({
    id: fc.stringMatching(/^[a-d]{2}$/), server: fc.constantFrom('github', 'github', 'github', 'jira', 'draft', 'attic', 'late'),
    agent: fc.constantFrom('triage', 'release', 'old', 'any'), client: fc.constantFrom('code', 'cursor', 'any'),
    human: fc.constantFrom('dana', 'erin', 'gone', 'any', 'none', 'none', 'team:core'), targetKind: fc.constant(targetKind), target: fc.constantFrom(...TARGETS[targetKind]),
    access, scope: fc.oneof(fc.constant([]), fc.array(fc.constantFrom('repo:a/*', 'repo:*', 'repo:a/../b', '*', 'repo:b'), { maxLength: 2 })),
    validFrom: fc.constantFrom(0, 1000, 1500), validUntil: fc.option(fc.constantFrom(1200, 1500, 2000)), revokedAt: fc.option(fc.constantFrom(950, 1500, 1600), { freq: 4 }),
    mode: fc.constantFrom('direct', 'direct', 'direct', 'direct', 'task'), suspensions: fc.array(suspension, { maxLength: 2 }),
  }).map((change) => caseGrant({}, change as Parameters<typeof caseGrant>[1]))
}

/** Grants with ids of their own, as a database has them. */
export const anyGrants: fc.Arbitrary<GrantFact[]> = fc.array(anyGrant, { maxLength: 7 })
  .map((grants) => grants.filter((grant, i) => grants.findIndex((other) => other.id === grant.id) === i))

function identity(...names: string[]): fc.Arbitrary<string | null> {
  return fc.constantFrom<string | null>(...names, ...names, 'ghost', null)
}

export const anyCall: fc.Arbitrary<Call> = fc.oneof(...(['tool_call', 'tool_call', 'context_access', 'downstream_action'] as const).map(callOf))

function callOf(kind: keyof typeof NAMED): fc.Arbitrary<Call> {
  return fc.record({
    at: fc.oneof(time, fc.constantFrom(999, 1000, 1199, 1200, 1399, 1400, 1500, 1999, 2000)), kind: fc.constant(kind), target: fc.constantFrom(...NAMED[kind]), access,
    server: fc.constantFrom('github', 'github', 'github', 'github', 'jira', 'draft', 'attic', 'late', 'ghost'), resources: fc.array(resource, { maxLength: 3 }),
    agent: identity('triage', 'release', 'old'), client: identity('code', 'cursor'), human: identity('dana', 'erin', 'gone'),
  }).map((change) => caseCall({}, change as Parameters<typeof caseCall>[1]))
}
