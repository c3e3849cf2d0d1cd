import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { paths } from '@/lib/paths'

export type Found = { label: string; href: string; group: string; note?: string }

const EACH = 5

/** Servers, agents, clients and people whose name holds the text, for the palette; only what the actor may see. */
export async function searchEverything(actor: Actor, text: string): Promise<Found[]> {
  const q = text.trim().slice(0, 100)
  if (q.length < 2) return []
  const like = { contains: q, mode: 'insensitive' as const }
  const all = reach(actor, 'registry.read') === 'all'
  const sees = may(actor, 'registry.read')
  const [servers, agents, clients, people] = await Promise.all([
    sees ? db().server.findMany({ where: { OR: [{ slug: like }, { name: like }, { spiffeId: like }], ...(all ? {} : { id: { in: [...actor.ownServerIds] } }) }, take: EACH, orderBy: { slug: 'asc' } }) : [],
    sees ? db().agent.findMany({ where: { OR: [{ name: like }, { spiffeId: like }], ...(all ? {} : { id: { in: [...actor.ownAgentIds] } }) }, take: EACH, orderBy: { name: 'asc' } }) : [],
    all ? db().client.findMany({ where: { OR: [{ name: like }, { clientId: like }] }, take: EACH, orderBy: { name: 'asc' } }) : [],
    reach(actor, 'people.read') === 'all' ? db().person.findMany({ where: { OR: [{ name: like }, { email: like }] }, take: EACH, orderBy: { email: 'asc' } }) : [],
  ])
  return [
    ...servers.map((one) => ({ label: one.slug, note: one.lifecycle, group: 'Servers', href: paths.server(one.slug) })),
    ...agents.map((one) => ({ label: one.name, note: one.spiffeId ?? undefined, group: 'Agents', href: paths.agent(one.id) })),
    ...clients.map((one) => ({ label: one.name, note: one.clientId ?? undefined, group: 'Clients', href: paths.client(one.id) })),
    ...people.map((one) => ({ label: one.name, note: one.email, group: 'People', href: paths.person(one.id) })),
  ]
}
