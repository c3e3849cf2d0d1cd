import { healthOf } from '@/lib/activity/alive'
import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { UNDER_WAY } from '@/lib/offboarding/machine'
import { visibleCases } from '@/lib/offboarding/queries/visible'
import { countWaitingFor } from '@/lib/requests/queries/waiting-for'
import { countMine } from '@/lib/reviews/queries/mine'
import { visibleAgents, visibleClients, visibleServers } from '@/lib/registry/queries/visibility'

export type NavigationCounts = Partial<Record<'drift' | 'servers' | 'tools' | 'agents' | 'clients' | 'grants' | 'requests' | 'reviews' | 'offboarding' | 'people' | 'teams', number>> & { sources?: string }

/** What stands behind the places of the navigation: counted for this actor, left out where they may not see. */
export async function navigationCounts(actor: Actor, now: Date): Promise<NavigationCounts> {
  const sees = may(actor, 'registry.read')
  const [visible, agentSight, clientSight] = [visibleServers(actor), visibleAgents(actor), visibleClients(actor)]
  const everybody = reach(actor, 'people.read') === 'all'
  const [drift, servers, tools, agents, clients, grants, requests, reviews, offboarding, people, teams, sources] = await Promise.all([
    sees ? db().finding.count({ where: { AND: [visibleFindings(actor), { status: 'open' }] } }) : undefined,
    visible === null ? undefined : db().server.count({ where: { AND: [visible, { lifecycle: { notIn: ['rejected', 'retired'] } }] } }),
    visible === null ? undefined : db().tool.count({ where: { server: { AND: [visible, { lifecycle: { not: 'rejected' } }] }, removedAt: null } }),
    agentSight === null ? undefined : db().agent.count({ where: { AND: [agentSight, { active: true }] } }),
    clientSight === null ? undefined : db().client.count({ where: { AND: [clientSight, { active: true }] } }),
    sees ? db().grant.count({ where: { AND: [visibleGrants(actor), { revokedAt: null, validFrom: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] }] } }) : undefined,
    sees ? waitingText(actor, now) : undefined,
    may(actor, 'review.decide') ? undecidedText(actor, now) : undefined,
    may(actor, 'offboarding.read') ? underWay(actor) : undefined,
    everybody ? db().person.count({ where: { active: true } }) : undefined,
    everybody ? db().team.count() : undefined,
    may(actor, 'source.read') ? silentText(now) : undefined,
  ])
  return { drift, servers, tools, agents, clients, grants, requests, reviews, offboarding, people, teams, sources }
}

/** What waits for this actor’s answer; no number where nothing does. */
async function waitingText(actor: Actor, now: Date): Promise<number | undefined> {
  const waiting = await countWaitingFor(actor, now)
  return waiting === 0 ? undefined : waiting
}

/** The items of reviews that wait for this actor’s answer; no number where none does. */
async function undecidedText(actor: Actor, now: Date): Promise<number | undefined> {
  const undecided = await countMine(actor, now)
  return undecided === 0 ? undefined : undecided
}

/** Cases under way; no number where there is none. */
async function underWay(actor: Actor): Promise<number | undefined> {
  const cases = await db().offboardingCase.count({ where: { AND: [visibleCases(actor), { stage: { in: [...UNDER_WAY] } }] } })
  return cases === 0 ? undefined : cases
}

/** Read on every screen, so it asks for the times alone and not for counters and intervals. */
async function silentText(now: Date): Promise<string | undefined> {
  const sources = await db().source.findMany({ where: { heartbeatSeconds: { not: null } }, select: { heartbeatSeconds: true, lastReceivedAt: true, lastHeartbeatAt: true } })
  const silent = sources.filter(({ heartbeatSeconds, lastReceivedAt, lastHeartbeatAt }) => {
    const heard = [lastReceivedAt, lastHeartbeatAt].flatMap((date) => (date === null ? [] : [date.getTime()]))
    return healthOf({ heartbeatMs: heartbeatSeconds === null ? null : heartbeatSeconds * 1000, lastHeardAt: heard.length === 0 ? null : Math.max(...heard) }, now.getTime()) === 'silent'
  }).length
  return silent === 0 ? undefined : `${silent} silent`
}
