import { cut, DIMENSIONS, type Dimension, type Call, type Expected, find, glob, type Judged, RANK, SEVERITIES } from './oracle'
import { type Access, ACCESSES, DAY, type Grant, RESOURCES, type Server, TARGETS, type World } from './world'

/** The kinds that rest on the register, on order in time and on how broad a grant is: once more from the rule book alone. */
export function moreFindings(world: World, judged: readonly Judged[], ids: ReadonlyMap<string, string>, now: number): Expected[] {
  return [...undeclared(world, judged, now), ...shared(judged, now), ...broad(world, judged, ids, now)]
}

const NONE = { server: null, target: null, agent: null, client: null, grantId: null }

function severity(base: number, of: Server | undefined, executed: number): string {
  return SEVERITIES[Math.max(0, Math.min(3, base + (of !== undefined && of.effects.length > 0 ? 1 : 0) - (executed === 0 ? 1 : 0)))] ?? 'low'
}

const executedOf = (all: readonly Judged[]): number => all.filter((one) => one.event.outcome !== 'denied').length
const latest = (all: readonly Judged[]): number => Math.max(...all.map((one) => one.event.at))

/** No server of these worlds declares a system behind it. */
function undeclared(world: World, judged: readonly Judged[], now: number): Expected[] {
  const acts = judged.filter((one) => one.server.registered && one.event.kind === 'downstream_action')
  const about = (one: Judged): string => JSON.stringify([one.server.known, one.event.target, one.access, one.agent.known])
  return [...new Set(acts.map(about))].map((key): Expected => {
    const all = acts.filter((one) => about(one) === key)
    const [server = null, target = null, , agent = null] = JSON.parse(key) as (string | null)[]
    const executed = executedOf(all)
    return {
      ...NONE, kind: 'undeclared_downstream', server, target, agent, executed, blocked: all.length - executed, severity: severity(2, world.servers.find((one) => one.slug === server), executed),
      status: latest(all) < now - 14 * DAY ? 'resolved' : 'open',
    }
  })
}

function shared(judged: readonly Judged[], now: number): Expected[] {
  const present = judged.filter((one) => one.agent.known !== null && one.client.known !== null)
  return [...new Set(present.map((one) => one.agent.known))].flatMap((agent): Expected[] => {
    const mine = present.filter((one) => one.agent.known === agent)
    const sharing = mine.filter((one) => mine.some((other) => other.client.known !== one.client.known && Math.abs(other.event.at - one.event.at) <= 3_600_000))
    return sharing.length === 0 ? [] : [{ ...NONE, kind: 'shared_identity', agent, executed: 0, blocked: 0, severity: 'high', status: latest(sharing) < now - 14 * DAY ? 'resolved' : 'open' }]
  })
}

function broad(world: World, judged: readonly Judged[], ids: ReadonlyMap<string, string>, now: number): Expected[] {
  return world.grants.flatMap((grant): Expected[] => {
    const id = ids.get(grant.externalId) ?? null
    const server = world.servers.find((one) => one.slug === grant.server)
    const all = judged.filter((one) => one.grant === id)
    if (all.length === 0 || server === undefined || grant.validFrom > now || (grant.validUntil !== null && grant.validUntil <= now)) return []
    const executed = executedOf(all)
    const head = { kind: '', server: grant.server, target: grant.target, agent: '*', client: '*', grantId: id, executed, blocked: all.length - executed, severity: severity(1, server, executed), status: 'open' }
    const admitted = grant.kind === 'tool' ? server.tools.filter((tool) => glob(grant.target, tool)) : []
    const used = admitted.filter((tool) => all.some((one) => one.event.target === tool))
    return [
      ...(grant.target.includes('*') && used.length < admitted.length / 2 ? [{ ...head, kind: 'over_broad_grant' }] : []),
      ...(all.every((one) => RANK[one.access] < RANK[grant.access]) ? [{ ...head, kind: 'excess_access' }] : []),
    ]
  })
}

export type Replacement = { server: string; caller: { agent: string; client: string; human: string }; target: { kind: Grant['kind']; name: string }; access: Access; scope: string[]; purpose: string; until?: string }

/** Everything but time, which a replacement does not change. */
const SAID = (Object.keys(DIMENSIONS) as Dimension[]).filter((name) => name !== 'time')

function covers(world: World, grant: Grant, call: Call): boolean {
  return SAID.every((name) => DIMENSIONS[name](world, grant, call))
}

function grantOf(old: Grant, one: Replacement): Grant {
  return { ...old, agent: one.caller.agent, client: one.caller.client, human: one.caller.human, kind: one.target.kind, target: one.target.name, access: one.access, scope: one.scope }
}

const callOf = (one: Judged): Call => ({ event: one.event, access: one.access, server: one.server.known ?? '', agent: one.agent, client: one.client, human: one.human })

/** What is wrong with a narrowed replacement, in words; nothing when it is sufficient, minimal and never wider. */
export function faultsOf(world: World, judged: readonly Judged[], old: Grant, id: string, replacement: readonly Replacement[]): string[] {
  const faults: string[] = []
  const grants = replacement.map((one) => grantOf(old, one))
  const observed = judged.filter((one) => one.grant === id).map(callOf)
  const loses = (left: readonly Grant[]): boolean => observed.some((call) => !left.some((grant) => covers(world, grant, call)))
  if (loses(grants)) faults.push('it does not cover every call that the grant covered')
  for (const [i, grant] of grants.entries()) {
    const replaced = (by: Grant): Grant[] => grants.map((one, j) => (j === i ? by : one))
    if (!loses(grants.filter((_one, j) => j !== i))) faults.push(`it can do without ${grant.target}`)
    const lower = ACCESSES[RANK[grant.access] - 1]
    if (lower !== undefined && !loses(replaced({ ...grant, access: lower }))) faults.push(`${grant.target} needs no ${grant.access}`)
    if (grant.scope.length > 1) for (const entry of grant.scope) if (!loses(replaced({ ...grant, scope: grant.scope.filter((one) => one !== entry) }))) faults.push(`${grant.target} needs no ${entry}`)
  }
  for (const call of conceivable(world, old)) if (grants.some((grant) => covers(world, grant, call)) && !covers(world, old, call)) faults.push(`it covers ${call.event.target} on ${call.event.resources.join()}, which the grant did not`)
  const wanted = { server: old.server, agent: nameOf(world.agents, old.agent), client: nameOf(world.clients, old.client), human: old.human, kind: old.kind, until: old.validUntil }
  for (const one of replacement) {
    const said = { server: one.server, agent: one.caller.agent, client: one.caller.client, human: one.caller.human, kind: one.target.kind, until: one.until === undefined ? null : Date.parse(one.until) }
    if (JSON.stringify(said) !== JSON.stringify(wanted)) faults.push(`it says ${JSON.stringify(said)}, not ${JSON.stringify(wanted)}`)
  }
  return faults
}

function nameOf(holders: readonly { known: string; names: readonly string[] }[], given: string): string {
  return given === 'any' ? 'any' : (find(holders, given).known ?? given)
}

/** Every caller, target, access and resource that these worlds know, and some that nobody ever named. */
function* conceivable(world: World, old: Grant): Generator<Call> {
  const kinds = { tool: 'tool_call', context: 'context_access', downstream: 'downstream_action' } as const
  const holder = (known: string | null) => ({ known, registered: known !== null })
  for (const target of [...TARGETS[old.kind], ...(world.servers[0]?.tools ?? []), 'never named']) {
    for (const access of ACCESSES) {
      for (const resources of [[], ...[...RESOURCES, ...RESOURCES.map(cut), 'repo:acme/api/issues/8', 'repo:acme/api/x', 'elsewhere'].map((one) => [one])]) {
        for (const [agent, client, human] of [[0, 0, 0], [1, 1, 1], [2, 0, -1]] as const) {
          const event = { id: 'x', at: 0, kind: kinds[old.kind], server: old.server, target, resources, outcome: 'success' as const }
          yield { event, access, server: old.server, agent: holder(world.agents[agent]?.known ?? null), client: holder(world.clients[client]?.known ?? null), human: holder(world.people[human]?.known ?? null) }
        }
      }
    }
  }
}
