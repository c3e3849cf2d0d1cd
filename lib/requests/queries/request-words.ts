import { db, type Tx } from '@/lib/db/client'
import { agentAsKnown, clientAsKnown } from '@/lib/grants/grant-view'
import type { RequestContent } from '@/lib/requests/content'
import type { Words } from '@/lib/requests/content-view'
import type { PersonRef } from '@/lib/requests/model'
import type { StoredRequest } from '@/lib/requests/stored'

export type RequestWords = { words: Words; person: (id: string) => PersonRef; actorName: (id: string) => string }

/** How everything is called that these requests name, in all of their revisions and answers. */
export async function loadWords(requests: readonly StoredRequest[], client: Tx = db()): Promise<RequestWords> {
  const contents = requests.flatMap((one) => [...(one.content === null ? [] : [one.content]), ...one.revisions.map((revision) => revision.content)])
  const ids = (of: (content: RequestContent) => string | null): { id: { in: string[] } } => ({ id: { in: [...new Set(contents.flatMap((content) => of(content) ?? []))] } })
  const actors = requests.flatMap((one) => [one.requestedBy, ...(one.closedBy === null ? [] : [one.closedBy]), ...one.revisions.map((revision) => revision.by)])
  const named = [...actors, ...requests.flatMap((one) => [one.requesterId, ...one.decisions.flatMap((decision) => [decision.personId, decision.onBehalfOf ?? ''])])]
  const people = contents.flatMap(({ human }) => (human.rule === 'person' ? [human.personId] : []))
  const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]))
  const servers = byId(await client.server.findMany({ where: ids((content) => content.serverId), select: { id: true, slug: true } }))
  const agents = byId(await client.agent.findMany({ where: ids((content) => content.agentId), select: { id: true, name: true, spiffeId: true, issuer: true, subject: true } }))
  const clients = byId(await client.client.findMany({ where: ids((content) => content.clientId), select: { id: true, name: true, clientId: true } }))
  const teams = byId(await client.team.findMany({ where: ids(({ human }) => (human.rule === 'team' ? human.teamId : null)), select: { id: true, name: true } }))
  const persons = byId(await client.person.findMany({ where: { id: { in: [...new Set([...named, ...people])] } }, select: { id: true, name: true, email: true } }))
  const tokens = byId(await client.apiToken.findMany({ where: { id: { in: actors } }, select: { id: true, name: true } }))
  return {
    words: {
      server: (id) => servers.get(id)?.slug ?? id, agent: (id) => (id === null ? 'any' : agentAsKnown(agents.get(id) ?? null)), client: (id) => (id === null ? 'any' : clientAsKnown(clients.get(id) ?? null)),
      human: (human) => (human.rule === 'person' ? persons.get(human.personId)?.email ?? 'unknown' : human.rule === 'team' ? `team:${teams.get(human.teamId)?.name ?? 'unknown'}` : human.rule),
    },
    person: (id) => persons.get(id) ?? { id, name: 'somebody', email: '' },
    actorName: (id) => persons.get(id)?.name ?? (tokens.has(id) ? `token ${tokens.get(id)?.name ?? ''}` : id === 'system' ? 'Bailiwick' : id),
  }
}
