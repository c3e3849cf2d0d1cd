import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { paths } from '@/lib/paths'
import { escaped } from '@/lib/registry/queries/servers'
import { visibleAgents, visibleClients, visibleServers } from '@/lib/registry/queries/visibility'

export type Found = { label: string; href: string; group: string; note?: string }

const EACH = 5
const MOST = 20

/** Servers, tools, agents, clients, people, grants and open findings whose name holds the text, for the palette; only what the actor may see, at most 20. */
export async function searchEverything(actor: Actor, text: string): Promise<Found[]> {
  const q = text.trim().slice(0, 100)
  if (q.length < 2) return []
  const like = { contains: escaped(q), mode: 'insensitive' as const }
  return share(await Promise.all([servers(actor, like), tools(actor, like), agents(actor, like), clients(actor, like), people(actor, like), grants(actor, like), findings(actor, like)]), MOST)
}

/** The first ones of every group before the second ones of any, so that none crowds out another; groups stay together. */
export function share<T>(groups: readonly (readonly T[])[], most: number): T[] {
  const taken = groups.map(() => 0)
  let left = most
  for (let rank = 0; left > 0 && groups.some((group) => group.length > rank); rank += 1) {
    for (const [i, group] of groups.entries()) {
      if (left === 0 || group.length <= rank) continue
      taken[i] = rank + 1
      left -= 1
    }
  }
  return groups.flatMap((group, i) => group.slice(0, taken[i]))
}

type Like = { contains: string; mode: 'insensitive' }

async function servers(actor: Actor, like: Like): Promise<Found[]> {
  const visible = visibleServers(actor)
  if (visible === null) return []
  const found = await db().server.findMany({ where: { AND: [visible, { OR: [{ slug: like }, { name: like }, { spiffeId: like }] }] }, take: EACH, orderBy: { slug: 'asc' } })
  return found.map((one) => ({ label: one.slug, note: one.lifecycle, group: 'Servers', href: paths.server(one.slug) }))
}

/** Tools that their server still offers; the link opens the tool beside its server. */
async function tools(actor: Actor, like: Like): Promise<Found[]> {
  const visible = visibleServers(actor)
  if (visible === null) return []
  const where = { removedAt: null, OR: [{ name: like }, { title: like }], server: { AND: [visible, { lifecycle: { not: 'rejected' as const } }] } }
  const found = await db().tool.findMany({ where, select: { name: true, title: true, server: { select: { slug: true } } }, take: EACH, orderBy: [{ name: 'asc' }, { serverId: 'asc' }] })
  return found.map((one) => ({ label: one.name, note: one.title === null || one.title === one.name ? one.server.slug : `${one.server.slug}, ${one.title}`, group: 'Tools', href: paths.server(one.server.slug, { tool: one.name }) }))
}

async function agents(actor: Actor, like: Like): Promise<Found[]> {
  const visible = visibleAgents(actor)
  if (visible === null) return []
  const found = await db().agent.findMany({ where: { AND: [visible, { OR: [{ name: like }, { spiffeId: like }] }] }, take: EACH, orderBy: { name: 'asc' } })
  return found.map((one) => ({ label: one.name, note: one.spiffeId ?? undefined, group: 'Agents', href: paths.agent(one.id) }))
}

async function clients(actor: Actor, like: Like): Promise<Found[]> {
  const visible = visibleClients(actor)
  if (visible === null) return []
  const found = await db().client.findMany({ where: { AND: [visible, { OR: [{ name: like }, { clientId: like }] }] }, take: EACH, orderBy: { name: 'asc' } })
  return found.map((one) => ({ label: one.name, note: one.clientId ?? undefined, group: 'Clients', href: paths.client(one.id) }))
}

async function people(actor: Actor, like: Like): Promise<Found[]> {
  if (reach(actor, 'people.read') !== 'all') return []
  const found = await db().person.findMany({ where: { OR: [{ name: like }, { email: like }] }, take: EACH, orderBy: { email: 'asc' } })
  return found.map((one) => ({ label: one.name, note: one.email, group: 'People', href: paths.person(one.id) }))
}

async function grants(actor: Actor, like: Like): Promise<Found[]> {
  if (!may(actor, 'registry.read')) return []
  const where = { AND: [visibleGrants(actor), { OR: [{ target: like }, { id: like }, { externalId: like }, { server: { slug: like } }] }] }
  const found = await db().grant.findMany({ where, include: { server: { select: { slug: true } }, agent: { select: { name: true } } }, take: EACH, orderBy: [{ revokedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }] })
  return found.map((one) => ({ label: `${one.server.slug} ${one.target}`, note: `${one.access} for ${one.agent?.name ?? 'any agent'}${one.revokedAt === null ? '' : ', revoked'}`, group: 'Grants', href: paths.grant(one.id) }))
}

async function findings(actor: Actor, like: Like): Promise<Found[]> {
  if (!may(actor, 'registry.read')) return []
  const where = { AND: [visibleFindings(actor), { status: 'open' as const }, { OR: [{ server: like }, { target: like }, { agent: like }, { client: like }, { human: like }, { id: like }, { sourceName: like }] }] }
  const found = await db().finding.findMany({ where, take: EACH, orderBy: [{ severity: 'desc' }, { lastSeen: 'desc' }] })
  return found.map((one) => ({ label: [one.server ?? one.agent ?? one.client ?? one.sourceName, one.target].filter((part) => part !== null).join(' '), note: `${one.kind.replaceAll('_', ' ')}, ${one.severity}`, group: 'Open findings', href: paths.finding(one.id) }))
}
