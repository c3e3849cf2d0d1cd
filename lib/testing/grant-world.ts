import type { Call, Declarations, GrantFact, HolderFact, HumanRule, ServerFact } from '@/lib/grants/model'
import { indexNames } from '@/lib/names/resolve'

/** A grant as the table of cases writes it: names instead of ids. */
export type CaseGrant = Partial<Omit<GrantFact, 'human' | 'agentId' | 'clientId' | 'serverId' | 'suspensions'>> & {
  server?: string; agent?: string; client?: string; human?: string
  suspensions?: { from: number; to: number | null; toolName?: string }[]
}

export type CaseCall = Partial<Pick<Call, 'at' | 'kind' | 'target' | 'access' | 'resources'>> & {
  server?: string; agent?: string | null; client?: string | null; human?: string | null
}

function holder(id: string, inactiveFrom?: number): [string, HolderFact] {
  return [id, { id, states: [{ at: 1000, state: 'active' }, ...(inactiveFrom === undefined ? [] : [{ at: inactiveFrom, state: 'inactive' }])] }]
}

function server(id: string, ...states: [number, string][]): [string, ServerFact] {
  return [id, { id, slug: id, states: states.map(([at, state]) => ({ at, state })), sensitivity: 'internal', effects: [] }]
}

/** The small world in which the table of cases plays; ids are the names themselves. */
export function worldWith(grants: readonly GrantFact[], more: Partial<Declarations> = {}): Declarations {
  const byServer = new Map<string, GrantFact[]>()
  for (const grant of grants) byServer.set(grant.serverId, [...(byServer.get(grant.serverId) ?? []), grant])
  return {
    epoch: 1,
    names: indexNames([]),
    servers: new Map([
      server('github', [0, 'active']), server('jira', [0, 'active']), server('draft', [0, 'proposed']), server('refused', [0, 'proposed'], [10, 'rejected']),
      server('attic', [0, 'active'], [100, 'retired']), server('late', [5000, 'proposed'], [6000, 'active']),
    ]),
    agents: new Map([holder('triage'), holder('release'), holder('old', 1400)]),
    clients: new Map([holder('code'), holder('cursor')]),
    people: new Map([holder('dana'), holder('erin'), holder('gone', 1400)]),
    memberships: new Map([['core', [
      { teamId: 'core', personId: 'dana', from: null, to: null },
      { teamId: 'core', personId: 'erin', from: 1000, to: 2000 },
    ]]]),
    tools: new Map(),
    grants: byServer,
    ...more,
  }
}

function humanRule(text: string): HumanRule {
  if (text === 'any' || text === 'none') return { rule: text }
  return text.startsWith('team:') ? { rule: 'team', teamId: text.slice('team:'.length) } : { rule: 'person', personId: text }
}

export function caseGrant(base: CaseGrant, change: CaseGrant): GrantFact {
  const { server: serverId, agent, client, human, suspensions, ...rest } = { ...base, ...change }
  const fallback = { id: 'g1', targetKind: 'tool' as const, target: '*', access: 'write' as const, scope: [], validFrom: 0, validUntil: null, revokedAt: null, mode: 'direct' as const }
  return {
    ...fallback, ...rest, serverId: serverId ?? 'github', agentId: agent === 'any' ? null : agent ?? null, clientId: client === 'any' ? null : client ?? null,
    human: humanRule(human ?? 'any'), suspensions: (suspensions ?? []).map((hold) => ({ ...hold, toolName: hold.toolName ?? null })),
  }
}

/** Names that start with `ghost` are known to nobody. */
export function caseCall(base: CaseCall, change: CaseCall): Call {
  const { server: serverName, agent, client, human, ...rest } = { ...base, ...change }
  const known = (name: string | null | undefined): string | null => (name === undefined || name === null || name.startsWith('ghost') ? null : name)
  return {
    at: 0, kind: 'tool_call', target: 'x', access: 'write', resources: [], ...rest, serverId: known(serverName),
    agentId: known(agent), agentName: agent ?? null, clientId: known(client), clientName: client ?? null, humanId: known(human), humanName: human ?? null,
  }
}
