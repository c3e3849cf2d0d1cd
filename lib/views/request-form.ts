import { type Actor, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleAgents, visibleClients } from '@/lib/registry/queries/visibility'

export type Choice = { id: string; name: string; note: string }

/** What the form offers. Only suggestions: who asks may type any name, and the server judges it. */
export type FormChoices = {
  agents: Choice[]
  clients: Choice[]
  people: Choice[]
  teams: Choice[]
  /** The actor may ask only for agents that they sponsor. */
  mustOwnAgent: boolean
}

const OFFERED = 500

/** The active agents, clients, people and teams that the actor may see; their own agents first. */
export async function formChoices(actor: Actor): Promise<FormChoices> {
  const [agentSight, clientSight] = [visibleAgents(actor), visibleClients(actor)]
  const everybody = reach(actor, 'people.read') === 'all'
  const [agents, clients, people, teams] = await Promise.all([
    agentSight === null ? [] : db().agent.findMany({ where: { AND: [agentSight, { active: true }] }, orderBy: { name: 'asc' }, take: OFFERED, select: { id: true, name: true, sponsorId: true, sponsor: { select: { name: true } } } }),
    clientSight === null ? [] : db().client.findMany({ where: { AND: [clientSight, { active: true }] }, orderBy: { name: 'asc' }, take: OFFERED, select: { id: true, name: true } }),
    everybody ? db().person.findMany({ where: { active: true }, orderBy: { email: 'asc' }, take: OFFERED, select: { id: true, email: true, name: true } }) : [],
    everybody ? db().team.findMany({ orderBy: { name: 'asc' }, take: OFFERED, select: { id: true, name: true } }) : [],
  ])
  const own = (agent: { id: string }): boolean => actor.ownAgentIds.includes(agent.id)
  return {
    agents: agents.toSorted((a, b) => Number(own(b)) - Number(own(a))).map((agent) => ({ id: agent.id, name: agent.name, note: own(agent) ? 'you sponsor it' : `sponsored by ${agent.sponsor.name}` })),
    clients: clients.map((client) => ({ id: client.id, name: client.name, note: '' })),
    people: people.map((person) => ({ id: person.id, name: person.email, note: person.name })),
    teams: teams.map((team) => ({ id: team.id, name: team.name, note: '' })),
    mustOwnAgent: reach(actor, 'grant.request') === 'own' && actor.ownServerIds.length === 0,
  }
}
