import { db } from '@/lib/db/client'
import type { AccessRow } from '@/lib/grants/effective-access'
import { agentAsKnown, clientAsKnown } from '@/lib/grants/grant-view'
import type { AccessNames } from './access-lines'

/** What everything is called that these rows name. */
export async function accessNames(rows: readonly AccessRow[]): Promise<AccessNames> {
  const ids = (of: (row: AccessRow) => string | null): { where: { id: { in: string[] } } } => ({ where: { id: { in: [...new Set(rows.flatMap((row) => of(row) ?? []))] } } })
  const byId = <T extends { id: string }>(found: readonly T[]): Map<string, T> => new Map(found.map((one) => [one.id, one]))
  const [servers, agents, clients, people, teams] = await Promise.all([
    db().server.findMany({ ...ids((row) => row.serverId), select: { id: true, slug: true, name: true } }),
    db().agent.findMany({ ...ids((row) => row.agentId), select: { id: true, name: true, spiffeId: true, issuer: true, subject: true } }),
    db().client.findMany({ ...ids((row) => row.clientId), select: { id: true, name: true, clientId: true } }),
    db().person.findMany({ ...ids(({ human }) => (human.rule === 'person' ? human.personId : null)), select: { id: true, email: true } }),
    // A person that a team stands for keeps the team's name: it is how they come in.
    db().team.findMany({ select: { id: true, name: true } }),
  ])
  return {
    servers: byId(servers), teams: byId(teams), people: byId(people),
    agents: byId(agents.map((agent) => ({ id: agent.id, name: agent.name, known: agentAsKnown(agent) }))),
    clients: byId(clients.map((client) => ({ id: client.id, name: client.name, known: clientAsKnown(client) }))),
  }
}
