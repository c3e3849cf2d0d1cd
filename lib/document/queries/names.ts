import type { Tx } from '@/lib/db/client'
import { agentAsKnown, clientAsKnown } from '@/lib/grants/grant-view'
import type { Content } from '@/lib/document/model'
import type { Words } from '@/lib/requests/content-view'

/** How everything is called that these contents name by id. */
export async function namesOf(contents: readonly Content[], client: Tx): Promise<Words> {
  const ids = (of: (content: Content) => string | null): { id: { in: string[] } } => ({ id: { in: [...new Set(contents.flatMap((content) => of(content) ?? []))] } })
  const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]))
  const servers = byId(await client.server.findMany({ where: ids((content) => content.serverId), select: { id: true, slug: true } }))
  const agents = byId(await client.agent.findMany({ where: ids((content) => content.agentId), select: { id: true, name: true, spiffeId: true, issuer: true, subject: true } }))
  const clients = byId(await client.client.findMany({ where: ids((content) => content.clientId), select: { id: true, name: true, clientId: true } }))
  const people = byId(await client.person.findMany({ where: ids(({ human }) => (human.rule === 'person' ? human.personId : null)), select: { id: true, email: true } }))
  const teams = byId(await client.team.findMany({ where: ids(({ human }) => (human.rule === 'team' ? human.teamId : null)), select: { id: true, name: true } }))
  return {
    server: (id) => servers.get(id)?.slug ?? id, agent: (id) => (id === null ? 'any' : agentAsKnown(agents.get(id) ?? null)), client: (id) => (id === null ? 'any' : clientAsKnown(clients.get(id) ?? null)),
    human: (human) => (human.rule === 'person' ? people.get(human.personId)?.email ?? human.personId : human.rule === 'team' ? `team:${teams.get(human.teamId)?.name ?? human.teamId}` : human.rule),
  }
}
