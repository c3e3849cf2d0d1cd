import { db, type Tx } from '@/lib/db/client'
import { type DeciderFact, findDeciders, findStandIns } from '@/lib/people/queries/deciders'
import type { ApprovalPolicy, ServerWeight } from '@/lib/requests/approval-policy'
import type { RequestContent } from '@/lib/requests/content'
import type { ApprovalFacts } from '@/lib/requests/eligibility'
import type { Named } from '@/lib/requests/obstacles'
import { frozenAmong } from '@/lib/people/queries/freezes'
import { policiesByNumber, policyInForce } from './policies'

/** What a question about a request is asked with. `answered`: who has answered it, for whomever. */
export type Asked = { content: RequestContent; behind: readonly string[]; /** Who sponsored the agent when it was asked for; null before that. */ sponsorBefore: string | null; policyNumber: number | null; answered: readonly string[] }

/** All that bears on a request now: who may decide, by which policies, and whether what it names still stands. */
export type RequestFacts = {
  approval: ApprovalFacts
  server: ServerWeight & { id: string; slug: string; name: string }
  /** Of its submission, and of now; the stricter counts. */
  policies: readonly ApprovalPolicy[]
  policyNumber: number
  named: Named
  people: ReadonlyMap<string, DeciderFact>
}

type Loaded = {
  servers: Map<string, { id: string; slug: string; name: string; sensitivity: ServerWeight['sensitivity']; effects: string[]; lifecycle: string; ownerId: string; backupOwnerId: string | null; owner: { managerId: string | null } }>
  agents: Map<string, { id: string; name: string; active: boolean; sponsorId: string }>
  clients: Map<string, { id: string; name: string; active: boolean }>
  /** Of all of them, and of the people named. */
  frozen: Set<string>
}

/** The facts of several requests, in their order, with as many reads as for one. */
export async function loadFacts(asked: readonly Asked[], now: Date, client: Tx = db()): Promise<RequestFacts[]> {
  if (asked.length === 0) return []
  const loaded = await loadNamed(asked.map((one) => one.content), now, client)
  const line = [...loaded.servers.values()].flatMap((server) => [server.ownerId, server.backupOwnerId, server.owner.managerId].flatMap((id) => id ?? []))
  const standIns = await findStandIns({ for: line }, now, client)
  const people = await findDeciders([
    ...line, ...standIns.map((one) => one.delegateId), ...[...loaded.agents.values()].map((agent) => agent.sponsorId),
    ...asked.flatMap(({ content, behind, sponsorBefore, answered }) => [...behind, sponsorBefore, ...answered, personOf(content)]),
  ], client)
  const inForce = await policyInForce(client)
  const policies = await policiesByNumber(asked.map((one) => one.policyNumber ?? inForce.number), client)
  return asked.map(({ content, behind, sponsorBefore, policyNumber }) => {
    const server = loaded.servers.get(content.serverId)
    if (server === undefined) throw new Error(`Server ${content.serverId} of a request is missing`)
    const atSubmission = policies.get(policyNumber ?? inForce.number) ?? inForce.policy
    return {
      approval: approvalFacts({ server, content, behind, sponsorBefore, sponsorId: loaded.agents.get(content.agentId ?? '')?.sponsorId ?? null, people, standIns }),
      server: { id: server.id, slug: server.slug, name: server.name, sensitivity: server.sensitivity, effects: server.effects },
      policies: [atSubmission, inForce.policy], policyNumber: inForce.number, named: namedOf(content, server, loaded, people), people,
    }
  })
}

function personOf(content: RequestContent): string | null {
  return content.human.rule === 'person' ? content.human.personId : null
}

type Server = Loaded['servers'] extends Map<string, infer S> ? S : never

function approvalFacts({ server, content, behind, sponsorId, sponsorBefore, people, standIns }: { server: Server; content: RequestContent; behind: readonly string[]; sponsorId: string | null; sponsorBefore: string | null; people: ReadonlyMap<string, DeciderFact>; standIns: ApprovalFacts['delegations'] }): ApprovalFacts {
  const all = [...people.values()]
  return {
    requesters: behind, sponsorId, sponsorBefore, namedPersonId: personOf(content), ownerId: server.ownerId, backupOwnerId: server.backupOwnerId, managerId: server.owner.managerId,
    active: new Set(all.filter((person) => person.active).map((person) => person.id)), reviewers: new Set(all.filter((person) => person.isReviewer).map((person) => person.id)), delegations: standIns,
  }
}

function namedOf(content: RequestContent, server: Server, loaded: Loaded, people: ReadonlyMap<string, DeciderFact>): Named {
  const isActive = (id: string | null): boolean => people.get(id ?? '')?.active ?? false
  const agent = loaded.agents.get(content.agentId ?? '')
  const client = loaded.clients.get(content.clientId ?? '')
  const person = people.get(personOf(content) ?? '')
  return {
    server: { slug: server.slug, lifecycle: server.lifecycle, ownerActive: isActive(server.ownerId), backupActive: isActive(server.backupOwnerId) },
    agent: agent === undefined ? null : { name: agent.name, active: agent.active, sponsorActive: isActive(agent.sponsorId), frozen: loaded.frozen.has(agent.id) },
    client: client === undefined ? null : { name: client.name, active: client.active, frozen: loaded.frozen.has(client.id) },
    person: person === undefined ? null : { email: person.email, active: person.active, frozen: loaded.frozen.has(person.id) },
  }
}

async function loadNamed(contents: readonly RequestContent[], now: Date, client: Tx): Promise<Loaded> {
  const ids = (of: (content: RequestContent) => string | null): { in: string[] } => ({ in: [...new Set(contents.flatMap((content) => of(content) ?? []))] })
  const servers = await client.server.findMany({
    where: { id: ids((content) => content.serverId) },
    select: { id: true, slug: true, name: true, sensitivity: true, effects: true, lifecycle: true, ownerId: true, backupOwnerId: true, owner: { select: { managerId: true } } },
  })
  const agents = await client.agent.findMany({ where: { id: ids((content) => content.agentId) }, select: { id: true, name: true, active: true, sponsorId: true } })
  const clients = await client.client.findMany({ where: { id: ids((content) => content.clientId) }, select: { id: true, name: true, active: true } })
  const byId = <T extends { id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]))
  const [agentIds, clientIds, people] = [ids((content) => content.agentId).in, ids((content) => content.clientId).in, ids(personOf).in]
  const frozen = new Set([...await frozenAmong('agent', agentIds, now, client), ...await frozenAmong('client', clientIds, now, client), ...await frozenAmong('person', people, now, client)])
  return { servers: byId(servers), agents: byId(agents), clients: byId(clients), frozen }
}
