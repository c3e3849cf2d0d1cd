import { type Actor, mayOnServer, require } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { currentDeclarations } from '@/lib/grants/queries'
import type { Declarations, ServerFact } from '@/lib/grants/model'
import { type EnforcementExport, exportOf } from './export'
import type { AgentName, EnforcementQuery, ExportWorld, GrantExtra, TokenNames } from './model'

/**
 * The grants in force on one server, or on every server that the actor may see whole, as configuration for a gateway. `not_found` for
 * a server that there is not, and for one of which the actor sees only some grants.
 */
export async function exportEnforcement(actor: Actor, query: EnforcementQuery, now: Date): Promise<EnforcementExport> {
  require(actor, 'registry.read')
  const declarations = await currentDeclarations()
  const seen = [...declarations.servers.values()].filter((server) => mayOnServer(actor, 'registry.read', server.id))
  const chosen = query.server === undefined ? seen : [await named(seen, query.server, now)]
  const servers = chosen.toSorted((a, b) => (a.slug < b.slug ? -1 : 1))
  return exportOf(await worldOf(declarations, servers, now), servers, query)
}

async function named(seen: readonly ServerFact[], text: string, now: Date): Promise<ServerFact> {
  const id = (await findHolders('server', [text], now)).get(text)
  const server = seen.find((one) => one.id === id)
  if (server === undefined) throw notFound('server')
  return server
}

async function worldOf(declarations: Declarations, servers: readonly ServerFact[], now: Date): Promise<ExportWorld> {
  const ids = servers.map((server) => server.id)
  const [extras, tools, names] = await Promise.all([extrasOf(ids, now), toolsOf(ids), tokenNames()])
  return { now: now.getTime(), declarations, names, extras, tools }
}

async function extrasOf(serverIds: string[], now: Date): Promise<Map<string, GrantExtra>> {
  const found = await db().grant.findMany({
    where: { serverId: { in: serverIds }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, select: { id: true, reauthorise: true, origin: true, confirmedAt: true },
  })
  return new Map(found.map(({ id, reauthorise, origin, confirmedAt }) => [id, { reauthorise, unconfirmed: origin === 'import' && confirmedAt === null }]))
}

/** What each server offers now; one that offers nothing has no catalogue. */
async function toolsOf(serverIds: string[]): Promise<Map<string, string[]>> {
  const found = await db().tool.findMany({ where: { serverId: { in: serverIds }, removedAt: null }, select: { serverId: true, name: true }, orderBy: { name: 'asc' } })
  return new Map([...Map.groupBy(found, (tool) => tool.serverId)].map(([serverId, list]) => [serverId, list.map((tool) => tool.name)]))
}

async function tokenNames(): Promise<TokenNames> {
  const [agents, clients, people] = await Promise.all([
    db().agent.findMany({ select: { id: true, spiffeId: true, issuer: true, subject: true } }),
    db().client.findMany({ where: { clientId: { not: null } }, select: { id: true, clientId: true } }),
    db().person.findMany({ select: { id: true, email: true } }),
  ])
  return {
    agents: new Map(agents.flatMap(({ id, ...agent }): [string, AgentName][] => {
      if (agent.spiffeId !== null) return [[id, { issuer: null, subject: agent.spiffeId }]]
      return agent.issuer === null || agent.subject === null ? [] : [[id, { issuer: agent.issuer, subject: agent.subject }]]
    })),
    clients: new Map(clients.map(({ id, clientId }) => [id, clientId ?? ''])),
    people: new Map(people.map(({ id, email }) => [id, email])),
  }
}
