import { type Actor, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleAgents, visibleClients, visibleServers } from '@/lib/registry/queries/visibility'

export type AccessOptions = { agents: string[]; clients: string[]; humans: string[]; servers: string[] }

const EACH = 500

/** Names to choose from in a question, as far as the actor may see them. Any other name may be typed. */
export async function accessOptions(actor: Actor): Promise<AccessOptions> {
  const [mayServers, mayAgents, mayClients] = [visibleServers(actor), visibleAgents(actor), visibleClients(actor)]
  const everybody = reach(actor, 'people.read') === 'all'
  const [agents, clients, people, servers] = await Promise.all([
    mayAgents === null ? [] : db().agent.findMany({ where: { AND: [mayAgents, { active: true }] }, select: { name: true }, orderBy: { name: 'asc' }, take: EACH }),
    mayClients === null ? [] : db().client.findMany({ where: { AND: [mayClients, { active: true }] }, select: { name: true }, orderBy: { name: 'asc' }, take: EACH }),
    db().person.findMany({ where: everybody ? { active: true } : { id: actor.personId ?? '' }, select: { email: true }, orderBy: { email: 'asc' }, take: EACH }),
    mayServers === null ? [] : db().server.findMany({ where: { AND: [mayServers, { lifecycle: { notIn: ['rejected', 'retired'] } }] }, select: { slug: true }, orderBy: { slug: 'asc' }, take: EACH }),
  ])
  return { agents: agents.map((one) => one.name), clients: clients.map((one) => one.name), humans: people.map((one) => one.email), servers: servers.map((one) => one.slug) }
}
