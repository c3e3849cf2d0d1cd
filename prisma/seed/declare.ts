import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { registerAgent } from '@/lib/registry/commands/agents'
import { registerClient } from '@/lib/registry/commands/clients'
import { newAgentSchema, newClientSchema } from '@/lib/registry/workload-input'
import { DAY, TOOLS } from './calls'
import { importAll } from './changes'
import { ADMIN, PEOPLE } from './company'
import { declarePeople } from './declare-people'
import { activateServers, declareServers, startPilots } from './declare-servers'
import { declareCatalogue } from './declare-tools'
import { declareSources } from './log-sources'
import { SERVERS } from './servers'
import { actorOf, type Steps } from './steps'
import { AGENTS, CLIENTS } from './workloads'

/** Declares the whole company as it was set up four months before loading. Answers the administrator's id. */
export async function declareCompany(steps: Steps, loadedAt: number, log: (line: string) => void): Promise<string> {
  const ago = (days: number): number => loadedAt - days * DAY
  const adminPersonId = await declarePeople(steps, ago(126))
  log(`Registered ${PEOPLE.length} people`)
  await declareSources(steps, ago(126))
  await declareWorkloads(steps, ago(125))
  await declareServers(steps, ago(124), loadedAt)
  await activateServers(steps, ago(123))
  await declareCatalogue(steps, ago(122))
  log(`Registered ${SERVERS.length} servers with ${Object.values(TOOLS).flat().length} tools, ${AGENTS.length} agents, ${CLIENTS.length} clients`)
  await importAll(steps, ago(121), loadedAt)
  await startPilots(steps, ago(21))
  // Nothing has been logged yet, so these end at once.
  await settleReevaluations(() => steps(loadedAt), 30_000)
  return adminPersonId
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
