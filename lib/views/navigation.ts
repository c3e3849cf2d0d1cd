import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { listSources } from '@/lib/activity/queries/sources'

export type NavigationCounts = Partial<Record<'drift' | 'servers' | 'agents' | 'clients' | 'grants' | 'people' | 'teams', number>> & { sources?: string }

/** What stands behind the places of the navigation: counted for this actor, left out where they may not see. */
export async function navigationCounts(actor: Actor, now: Date): Promise<NavigationCounts> {
  const all = reach(actor, 'registry.read') === 'all'
  const sees = may(actor, 'registry.read')
  const [drift, servers, agents, clients, grants, people, teams, sources] = await Promise.all([
    sees ? db().finding.count({ where: { AND: [visibleFindings(actor), { status: 'open' }] } }) : undefined,
    sees ? db().server.count({ where: { lifecycle: { notIn: ['rejected', 'retired'] }, ...(all ? {} : { id: { in: [...actor.ownServerIds] } }) } }) : undefined,
    sees ? db().agent.count({ where: { active: true, ...(all ? {} : { id: { in: [...actor.ownAgentIds] } }) } }) : undefined,
    all ? db().client.count({ where: { active: true } }) : undefined,
    sees ? db().grant.count({ where: { AND: [visibleGrants(actor), { revokedAt: null, validFrom: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }] } }) : undefined,
    reach(actor, 'people.read') === 'all' ? db().person.count({ where: { active: true } }) : undefined,
    reach(actor, 'people.read') === 'all' ? db().team.count() : undefined,
    may(actor, 'source.read') ? silentText(actor, now) : undefined,
  ])
  return { drift, servers, agents, clients, grants, people, teams, sources }
}

async function silentText(actor: Actor, now: Date): Promise<string | undefined> {
  const silent = (await listSources(actor, now)).filter((source) => source.health === 'silent').length
  return silent === 0 ? undefined : `${silent} silent`
}
