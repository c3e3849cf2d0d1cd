import { type Actor, may, reach } from '@/lib/auth/actor'
import { type GrantView, grantView } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { identityName } from '@/lib/registry/identity'
import { getAgent, listAgents } from '@/lib/registry/queries/agents'
import { nameHistory } from '@/lib/registry/queries/names'
import type { AgentView } from '@/lib/registry/workload-view'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { type Successor, successorsOf, waitingRequests } from './agent-care'
import { dayBefore } from './grant-usage'
import { countFindings, type FindingCount, type FindingLine, findingLines } from './registry-findings'
import type { RequestRow } from './request-list'
import { grantsInForce } from './servers'
import type { NameLine } from './server-detail'
import { type Companion, companions, USE_DAYS, useTotals } from './workload-usage'

const LISTED = 2000

/** One row of the list of agents. `calls` is null where the actor may not see activity. */
export type AgentListRow = {
  id: string; name: string; identity: string; sponsor: string; sponsorName: string; sponsorActive: boolean; purpose: string | null; aliases: string; active: boolean
  grants: number; calls: number | null; refused: number | null; lastAt: string | null; findings: FindingCount | null
}

/** The agents that the actor may see, by name, with what they hold and do. */
export async function agentsScreen(actor: Actor, now: Date): Promise<{ rows: AgentListRow[]; cut: boolean }> {
  const found = await listAgents(actor, { limit: LISTED + 1 })
  const shown = found.slice(0, LISTED)
  const ids = shown.map((agent) => agent.id)
  const [grants, use, findings] = await Promise.all([grantsInForce('agentId', ids, now), useTotals(actor, 'agent', ids, dayBefore(now, USE_DAYS)), countFindings(actor, 'agentId', ids)])
  return {
    cut: found.length > LISTED,
    rows: shown.map((agent) => {
      const own = use?.get(agent.id)
      return {
        id: agent.id, name: agent.name, identity: identityName(agent.identity), sponsor: agent.sponsorEmail, sponsorName: agent.sponsor.name, sponsorActive: agent.sponsor.active,
        purpose: agent.purpose, aliases: agent.aliases.join(' '), active: agent.active, grants: grants.get(agent.id) ?? 0, findings: findings.get(agent.id) ?? null,
        calls: use === null ? null : own?.calls ?? 0, refused: use === null ? null : own?.refused ?? 0, lastAt: own?.lastAt ?? null,
      }
    }),
  }
}

export type AgentScreen = {
  agent: AgentView
  known: string
  mayChange: boolean
  /** Requests for it that wait, as far as the actor may see them. */
  waiting: RequestRow[]
  /** Who could answer for it instead; only where its sponsor has left and the actor may change that. */
  successors: Successor[]
  grants: GrantView[]
  humans: Companion[] | null
  clients: Companion[] | null
  servers: Companion[] | null
  findings: FindingCount | null
  findingLines: FindingLine[]
  names: NameLine[]
  since: string
  history: TrailRow[] | null
}

/** Everything about one agent; `not_found` when the actor may not see it. */
export async function agentScreen(actor: Actor, id: string, now: Date): Promise<AgentScreen> {
  const agent = await getAgent(actor, id)
  const since = dayBefore(now, USE_DAYS)
  const extent = reach(actor, 'workload.register')
  const mayChange = extent === 'all' || (extent === 'own' && actor.ownAgentIds.includes(id))
  const [waiting, successors] = await Promise.all([waitingRequests(actor, id, now), mayChange && !agent.sponsor.active ? successorsOf(id) : []])
  const [grants, humans, clients, servers, counts, lines, names, history] = await Promise.all([
    findGrants(actor, { agentId: id }, 500), companions(actor, 'agent', id, 'human', since), companions(actor, 'agent', id, 'client', since),
    companions(actor, 'agent', id, 'server', since), countFindings(actor, 'agentId', [id]), findingLines(actor, { agentId: id }), nameHistory('agent', id),
    may(actor, 'trail.read') ? listTrail(actor, { object: id, limit: 20 }) : null,
  ])
  return {
    agent, known: identityName(agent.identity), mayChange, waiting, successors,
    grants: grants.map((grant) => grantView(grant, now)), humans, clients, servers, findings: counts.get(id) ?? null, findingLines: lines, since, history,
    names: names.map((name) => ({ name: name.name, origin: name.origin, source: name.sourceName, from: name.validFrom?.toISOString() ?? null, to: name.validTo?.toISOString() ?? null })),
  }
}
