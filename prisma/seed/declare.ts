import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { registerAgent } from '@/lib/registry/commands/agents'
import { registerClient } from '@/lib/registry/commands/clients'
import { newAgentSchema, newClientSchema } from '@/lib/registry/workload-input'
import { DAY } from './calendar'
import { TOOLS } from './catalogue'
import { importOf } from './changes'
import { ADMIN, PEOPLE } from './company'
import { declarePeople } from './declare-people'
import { activateServers, declareServers, startPilots } from './declare-servers'
import { declareCatalogue } from './declare-tools'
import { declareSources } from './log-sources'
import type { ExampleServer } from './server'
import { SERVERS } from './servers'
import { actorOf, type Steps } from './steps'
import { AGENTS, CLIENTS } from './workloads'

/** Something that was declared, by days before loading. */
type Moment = { ago: number; act: (at: number) => Promise<void> }

/**
 * Declares the whole company as it was set up: people and workloads four months before loading, servers in waves since. All of it is
 * stored before the first event, in the order of its times. Answers the administrator's id.
 */
export async function declareCompany(steps: Steps, loadedAt: number, log: (line: string) => void): Promise<string> {
  const adminPersonId = await declarePeople(steps, loadedAt - 126 * DAY)
  log(`Registered ${PEOPLE.length} people`)
  await declareSources(steps, loadedAt - 126 * DAY)
  await declareWorkloads(steps, loadedAt - 125 * DAY)
  const moments = [...waves(steps, loadedAt), ...pilots(steps)]
  for (const { ago, act } of moments.toSorted((a, b) => b.ago - a.ago)) await act(loadedAt - ago * DAY)
  log(`Registered ${SERVERS.length} servers with ${Object.values(TOOLS).flat().length} tools, ${AGENTS.length} agents, ${CLIENTS.length} clients`)
  // Nothing has been logged yet, so these end at once.
  await settleReevaluations(() => steps(loadedAt), 30_000)
  return adminPersonId
}

/** Each wave of servers is registered, looked at, and taken over with the grants on it, within four days. */
function waves(steps: Steps, loadedAt: number): Moment[] {
  return [...Map.groupBy(SERVERS, (server) => server.since)].flatMap(([since, servers]) => [
    { ago: since, act: (at) => declareServers(steps, at, servers, loadedAt) },
    { ago: since - 1, act: (at) => activateServers(steps, at, servers) },
    { ago: since - 2, act: (at) => declareCatalogue(steps, at, servers, since - 2) },
    { ago: since - 3, act: (at) => importOf(steps, at, servers, loadedAt) },
  ])
}

/** Pilots begin a few at a time; three of them soon end. */
function pilots(steps: Steps): Moment[] {
  const groups = Map.groupBy(SERVERS.filter((server) => server.reaches === 'pilot').entries(), ([index]) => (index < 3 ? 27 : 21 + (index % 3)))
  return [...groups].map(([ago, servers]) => ({ ago, act: (at: number) => startPilots(steps, at, servers.map(([, server]): ExampleServer => server)) }))
}

async function declareWorkloads(steps: Steps, at: number): Promise<void> {
  const admin = await actorOf(steps(at), ADMIN)
  for (const agent of AGENTS) {
    await registerAgent(admin, steps(at), newAgentSchema.parse({ name: agent.name, identity: { kind: 'spiffe', id: agent.spiffe }, sponsorEmail: agent.sponsor, purpose: agent.purpose }))
  }
  for (const client of CLIENTS) {
    await registerClient(admin, steps(at), newClientSchema.parse({ name: client.name, clientId: client.clientId, aliases: client.alias === null ? [] : [client.alias] }))
  }
}
