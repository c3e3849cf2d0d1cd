import { type Actor, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { Role } from '@/lib/people/model'
import { listPeople } from '@/lib/people/queries'
import { visibleAgents, visibleServers } from '@/lib/registry/queries/visibility'

/** A table of more rows would be no table; the list says that it was cut and asks for a filter. */
const LISTED = 5_000

/** One row of the list of people, with what each answers for, as far as the viewer may see it. */
export type PersonListRow = {
  id: string; name: string; email: string; roles: Role[]; pendingRoles: Role[]; teams: string[]; manager: string | null; active: boolean; aliases: string
  servers: number; agents: number
}

/** People by name. Without the reach to see everybody, one sees oneself. */
export async function peopleScreen(actor: Actor): Promise<{ rows: PersonListRow[]; cut: boolean; everybody: boolean }> {
  const found = await listPeople(actor, { limit: LISTED + 1 })
  const shown = found.slice(0, LISTED)
  const [servers, agents] = await Promise.all([owned(actor), sponsored(actor)])
  const rows = shown.map((person): PersonListRow => ({
    id: person.id, name: person.name, email: person.email, roles: person.roles, pendingRoles: person.pendingRoles, teams: person.teams, manager: person.managerEmail, active: person.active, aliases: person.aliases.join(' '),
    servers: servers.get(person.id) ?? 0, agents: agents.get(person.id) ?? 0,
  }))
  return { rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'en')), cut: found.length > LISTED, everybody: reach(actor, 'people.read') === 'all' }
}

/** How many servers each owns that are not at their end. */
async function owned(actor: Actor): Promise<Map<string, number>> {
  const visible = visibleServers(actor)
  if (visible === null) return new Map()
  const found = await db().server.groupBy({ by: ['ownerId'], where: { AND: [visible, { lifecycle: { notIn: ['retired', 'rejected'] } }] }, _count: { _all: true } })
  return new Map(found.map((row) => [row.ownerId, row._count._all]))
}

async function sponsored(actor: Actor): Promise<Map<string, number>> {
  const visible = visibleAgents(actor)
  if (visible === null) return new Map()
  const found = await db().agent.groupBy({ by: ['sponsorId'], where: { AND: [visible, { active: true }] }, _count: { _all: true } })
  return new Map(found.map((row) => [row.sponsorId, row._count._all]))
}
