import fc from 'fast-check'
import type { AgentName, Claims, ExportWorld } from '@/lib/enforcement/model'
import { classAt } from '@/lib/grants/resolve-call'
import type { Call, Declarations, GrantFact, ToolFact } from '@/lib/grants/model'
import { anyCall, anyGrants } from './arbitrary-grants'
import { worldWith } from './grant-world'

export const CLAIMS: Claims = { agent: ['act', 'sub'], client: ['client_id'], human: ['email'] }

const AGENTS: Record<string, AgentName> = {
  triage: { issuer: null, subject: 'spiffe://acme.test/triage' }, release: { issuer: 'https://idp.acme.test', subject: 'release' }, old: { issuer: null, subject: 'spiffe://acme.test/old' },
  // Nobody's: the same subject as an agent of another issuer.
  ghost: { issuer: 'https://other.test', subject: 'release' },
}

/** Everything that an export is made of, from the small world in which the table of cases plays. */
export function exportWorld(grants: readonly GrantFact[], now: number, more: { tools?: Record<string, readonly ToolFact[]>; reauthorise?: ReadonlySet<string>; unconfirmed?: ReadonlySet<string> } = {}): ExportWorld {
  const listed = Object.entries(more.tools ?? {})
  const declarations: Declarations = worldWith(grants, { tools: new Map(listed.flatMap(([, tools]) => tools.map((tool) => [`${tool.serverId}\u0000${tool.name}`, tool] as const))) })
  return {
    now, declarations,
    names: {
      agents: new Map(['triage', 'release', 'old'].flatMap((id) => (AGENTS[id] === undefined ? [] : [[id, AGENTS[id]] as const]))),
      clients: new Map([['code', 'code'], ['cursor', 'cursor "2"\\*']]), people: new Map(['dana', 'erin', 'gone'].map((id) => [id, emailOf(id)] as const)),
    },
    extras: new Map(grants.map((grant) => [grant.id, { reauthorise: more.reauthorise?.has(grant.id) ?? false, unconfirmed: more.unconfirmed?.has(grant.id) ?? false }])),
    tools: new Map(listed.map(([serverId, tools]) => [serverId, tools.map((tool) => tool.name)])),
  }
}

function emailOf(name: string): string {
  return `${name}@acme.test`
}

/** The claims with which the call would come to a gateway: by RFC 8693 where it is for a human, else the agent's own. */
export function tokenOf(call: Call): Record<string, unknown> {
  const agent = call.agentName === null ? null : AGENTS[call.agentName] ?? { issuer: null, subject: call.agentName }
  const named = agent === null ? {} : { sub: agent.subject, ...(agent.issuer === null ? {} : { iss: agent.issuer }) }
  const client = call.clientName === null ? {} : { client_id: call.clientName === 'cursor' ? 'cursor "2"\\*' : call.clientName }
  if (call.humanName === null) return { ...named, ...client }
  return { sub: call.humanName, email: emailOf(call.humanName), ...client, ...(agent === null ? {} : { act: named }) }
}

/** What the gateway sees of a call: nothing of its resources, and its access as the tool's class. */
export function asSeen(declarations: Declarations, call: Call): Call {
  const access = call.kind === 'context_access' ? 'read' : classAt(declarations, call.serverId ?? '', call.target, call.at) ?? 'write'
  return { ...call, access }
}

const anyTools: fc.Arbitrary<readonly ToolFact[]> = fc.uniqueArray(fc.record({
  serverId: fc.constant('github'), name: fc.constantFrom('create_issue', 'close_issue', 'fs/../x', 'create_*', 'fs/y'), classes: fc.constantFrom('read', 'write', 'admin').map((access) => [{ at: 0, access } as const]),
}), { selector: (tool) => tool.name, maxLength: 5 })

/** Mostly without a scope, on the one server, and longer in force: a scoped grant is never exported, and what is over shows nothing. */
const anyOpenGrants: fc.Arbitrary<GrantFact[]> = fc.tuple(anyGrants, fc.array(fc.record({ scoped: fc.integer({ min: 0, max: 7 }), past: fc.boolean() }), { minLength: 12, maxLength: 12 }))
  .map(([grants, choices]) => grants.map((grant, i) => ({ ...grant, serverId: 'github', scope: choices[i]?.scoped === 0 ? grant.scope : [], ...(choices[i]?.past === true ? { validFrom: 0, revokedAt: null } : {}) })))

/** A world with many grants, and calls that come at its very moment. */
export const anyExport: fc.Arbitrary<{ world: ExportWorld; calls: readonly Call[] }> = fc.record({
  grants: anyOpenGrants, now: fc.constantFrom(1000, 1100, 1450, 1500, 1990), tools: fc.option(anyTools, { nil: undefined }), flags: fc.uniqueArray(fc.stringMatching(/^[a-d]{2}$/), { maxLength: 3 }), calls: fc.array(anyCall, { minLength: 8, maxLength: 24 }),
}).map(({ grants, now, tools, flags, calls }) => ({
  world: exportWorld(grants, now, { reauthorise: new Set(flags), ...(tools === undefined ? {} : { tools: { github: tools } }) }),
  calls: calls.map((call) => ({ ...call, at: now })),
}))
