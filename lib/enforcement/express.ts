import { isActive, isMember } from '@/lib/grants/holders'
import { effectiveIntervals, endOf, isEffective } from '@/lib/grants/intervals'
import type { Declarations, GrantFact, ServerFact } from '@/lib/grants/model'
import { stateAt } from '@/lib/names/resolve'
import { type AgentName, aloneClaim, type CallerRule, type Claims, type Expressed, type ExportWorld, type NotExpressed, type Permit } from './model'
import { type Lost, namesOf } from './name-rules'

/** Servers that may be called at all; to every other one a gateway should let nobody through. */
const OPEN: ReadonlySet<string> = new Set(['active', 'pilot'])

/**
 * What of the grants in force a gateway can hold people to. Sound: everything that it permits, some grant covers, by the declarations
 * of this moment. What it cannot say it leaves out and lists.
 */
export function express(world: ExportWorld, servers: readonly ServerFact[], claims: Claims, unconfirmed: 'leave_out' | 'include'): Expressed {
  const permits: Permit[] = []
  const notExpressed: NotExpressed[] = []
  const ends: number[] = []
  let inForce = 0
  let expressed = 0
  for (const server of servers) {
    const open = OPEN.has(stateAt(server.states, world.now) ?? '')
    for (const grant of grantsOf(world, server.id)) {
      const state = standing(grant, world.now)
      if (state === 'over') continue
      inForce += 1
      const lost = state === 'task' ? [TASK] : open ? refusalsOf(world, grant, claims, unconfirmed) : [{ what: 'server', why: `The server is ${stateAt(server.states, world.now) ?? 'not registered'}; nobody is to reach it.` }]
      const caller = lost.length === 0 ? callerOf(world, grant, claims) : { lost: lost[0] ?? TASK }
      const named = 'lost' in caller ? { found: [], lost: lost.length === 0 ? [caller.lost] : lost } : namesOf(world, grant, world.extras.get(grant.id)?.reauthorise ?? true)
      const effect = named.found.length === 0 ? 'left_out' : 'narrowed'
      notExpressed.push(...named.lost.map(({ what, why }) => ({ grantId: grant.id, server: server.slug, what, why, effect } as const)))
      if ('lost' in caller || named.found.length === 0) continue
      expressed += 1
      const until = untilOf(world, grant)
      if (until !== null) ends.push(until)
      permits.push(...named.found.map(({ kind, names }) => ({ grantId: grant.id, server: server.slug, kind, names, caller: caller.rule, until })))
    }
  }
  return { permits, notExpressed, active: activeOf(world), notAfter: ends.length === 0 ? null : Math.min(...ends), inForce, expressed }
}

const TASK: Lost = { what: 'task', why: 'It is in force only during a task credential issued under it, which a gateway does not see.' }

function grantsOf(world: ExportWorld, serverId: string): GrantFact[] {
  return [...world.declarations.grants.get(serverId) ?? []].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

/** Is the grant in force for something now? A task grant never is by itself, but would be. */
function standing(grant: GrantFact, now: number): 'over' | 'task' | 'in force' {
  const direct: GrantFact = { ...grant, mode: 'direct', suspensions: grant.suspensions.filter((hold) => hold.toolName === null) }
  if (!isEffective(direct, grant.target, now)) return 'over'
  return grant.mode === 'task' ? 'task' : 'in force'
}

/** The end of what is permitted now: of the grant, of a hold-free time, of a team membership that it rests on. */
function untilOf(world: ExportWorld, grant: GrantFact): number | null {
  const current = effectiveIntervals(grant).find((one) => one.from <= world.now && (one.to === null || world.now < one.to))
  const members = grant.human.rule === 'team' ? (world.declarations.memberships.get(grant.human.teamId) ?? []).map((stay) => stay.to) : []
  const ends = [current?.to ?? endOf(grant), ...members].filter((end) => end !== null && end > world.now) as number[]
  return ends.length === 0 ? null : Math.min(...ends)
}

/** What keeps all of the grant out. */
function refusalsOf(world: ExportWorld, grant: GrantFact, claims: Claims, unconfirmed: 'leave_out' | 'include'): Lost[] {
  const lost: Lost[] = []
  if (grant.scope.length > 0) lost.push({ what: 'scope', why: 'A gateway does not know which resources a call is about.' })
  if (unconfirmed === 'leave_out' && world.extras.get(grant.id)?.unconfirmed !== false) lost.push({ what: 'confirmation', why: 'It was imported and nobody has confirmed it; enforced, it permits nothing until then.' })
  if (claims.human === null && (grant.human.rule !== 'none' || claims.agent === aloneClaim(claims))) lost.push({ what: 'human', why: 'The token does not say for which human.' })
  return lost
}

function callerOf(world: ExportWorld, grant: GrantFact, claims: Claims): { rule: CallerRule } | { lost: Lost } {
  const { declarations, names, now } = world
  const agent = grant.agentId === null ? null : names.agents.get(grant.agentId)
  if (agent === undefined || (grant.agentId !== null && !isActive(declarations.agents, grant.agentId, now))) return { lost: { what: 'agent', why: 'The agent is not active.' } }
  const client = grant.clientId === null ? null : names.clients.get(grant.clientId)
  if (client === undefined) return { lost: { what: 'client', why: 'The client is known by name only; a token carries a client id.' } }
  if (grant.clientId !== null && !isActive(declarations.clients, grant.clientId, now)) return { lost: { what: 'client', why: 'The client is not active.' } }
  const human = claims.human === null ? 'none' : humansOf(world, grant)
  if (typeof human === 'object' && human.length === 0) return { lost: { what: 'human', why: grant.human.rule === 'team' ? 'Nobody active is in the team.' : 'The person is not active.' } }
  return { rule: { agent, client, human } }
}

function humansOf(world: ExportWorld, grant: GrantFact): CallerRule['human'] {
  const { declarations, names, now } = world
  const rule = grant.human
  if (rule.rule === 'any' || rule.rule === 'none') return rule.rule
  const ids = rule.rule === 'person' ? [rule.personId] : membersOf(declarations, rule.teamId, now)
  return ids.filter((id) => isActive(declarations.people, id, now)).flatMap((id) => names.people.get(id) ?? []).filter((email) => email.isWellFormed()).toSorted()
}

function membersOf(declarations: Declarations, teamId: string, now: number): string[] {
  const everybody = new Set((declarations.memberships.get(teamId) ?? []).map((stay) => stay.personId))
  return [...everybody].filter((personId) => isMember(declarations, teamId, personId, now))
}

function activeOf({ declarations, names, now }: ExportWorld): Expressed['active'] {
  const sorted = (known: ReadonlyMap<string, string>, holders: Declarations['clients']): string[] =>
    [...new Set([...known].filter(([id]) => isActive(holders, id, now)).map(([, name]) => name))].toSorted()
  const agents = [...names.agents].filter(([id]) => isActive(declarations.agents, id, now)).map(([, agent]) => agent)
  const key = (agent: AgentName): string => `${agent.issuer ?? ''}|${agent.subject}`
  return { agents: agents.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)), clients: sorted(names.clients, declarations.clients), people: sorted(names.people, declarations.people) }
}
