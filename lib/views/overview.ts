import { listSources, type SourceView } from '@/lib/activity/queries/sources'
import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { listRoleChanges, type RoleChangeView } from '@/lib/people/queries'
import { visibleServers } from '@/lib/registry/queries/visibility'
import { type FindingsToday, findingsToday } from './overview-findings'
import { type EndingsToday, endingsToday } from './overview-offboarding'
import { type AnswersToday, answersToday } from './overview-requests'
import { type ReviewsToday, reviewsToday } from './overview-reviews'
import { type Decision, decisionOf, PILOT_NOTICE_DAYS } from './server-decision'

const DAY = 86_400_000
export const ENDING_DAYS = 14
/** What a sentence names; the number beside it leads to all of them. */
const NAMED = 3

/** How many there are, and the first few of them. */
export type Some<T> = { count: number; first: T[] }
export type WaitingServer = { slug: string; what: Decision; at: string }
export type EndingGrant = { id: string; server: string; target: string; until: string }

/** The answers of the overview; null where the actor may not see what is asked. */
export type Overview = {
  /** The actor sees what is theirs, not everything. */
  own: boolean
  findings: FindingsToday | null
  /** What waits for this actor's own answer. */
  answers: AnswersToday
  reviews: ReviewsToday
  endings: EndingsToday
  waiting: Some<WaitingServer> | null
  roleChanges: Some<RoleChangeView> | null
  /** `before` = the day by whose beginning the counted grants have ended. */
  ending: (Some<EndingGrant> & { before: string }) | null
  sources: { all: number; silent: SourceView[]; deadLetters: number } | null
  /** Nothing registered and nothing connected: the first steps are shown instead. */
  isNew: boolean
  onlyAdmin: boolean
}

/** What needs a human today, for this actor. */
export async function overview(actor: Actor, now: Date): Promise<Overview> {
  const sees = may(actor, 'registry.read')
  const [findings, answers, reviews, endings, waiting, roleChanges, ending, sources, servers, connected, admins] = await Promise.all([
    sees ? findingsToday(actor) : null, answersToday(actor, now), reviewsToday(actor, now), endingsToday(actor, now), waitingServers(actor, now), reach(actor, 'people.read') === 'all' ? listRoleChanges(actor, { open: true }) : null,
    sees ? endingGrants(actor, now) : null, may(actor, 'source.read') ? listSources(actor, now) : null,
    db().server.count(), db().source.count(), db().person.count({ where: { active: true, roles: { has: 'admin' } } }),
  ])
  return {
    own: reach(actor, 'registry.read') !== 'all', findings, answers, reviews, endings, waiting, ending,
    roleChanges: roleChanges === null ? null : { count: roleChanges.length, first: roleChanges.slice(0, NAMED) },
    sources: sources === null ? null : { all: sources.length, silent: sources.filter((one) => one.health === 'silent'), deadLetters: sources.reduce((sum, one) => sum + one.counters.openDeadLetters, 0) },
    isNew: servers === 0 && connected === 0, onlyAdmin: admins === 1 && actor.roles.includes('admin'),
  }
}

async function waitingServers(actor: Actor, now: Date): Promise<Some<WaitingServer> | null> {
  const visible = visibleServers(actor)
  if (visible === null) return null
  const found = await db().server.findMany({
    where: { AND: [visible, { OR: [{ lifecycle: 'proposed' }, { lifecycle: 'pilot', pilotUntil: { lt: new Date(now.getTime() + PILOT_NOTICE_DAYS * DAY) } }, { consents: { some: { closedAt: null } } }] }] },
    select: { slug: true, lifecycle: true, pilotUntil: true, createdAt: true, consents: { where: { closedAt: null }, orderBy: { createdAt: 'asc' }, take: 1 } }, orderBy: { createdAt: 'asc' },
  })
  const waiting = found.flatMap((server): WaitingServer[] => {
    const [consent] = server.consents
    const pilotUntil = server.pilotUntil?.toISOString() ?? null
    const what = decisionOf({ lifecycle: server.lifecycle, pilotUntil, pending: consent !== undefined }, now)
    return what === null ? [] : [{ slug: server.slug, what, at: what === 'pilot ends' && pilotUntil !== null ? pilotUntil : (consent?.createdAt ?? server.createdAt).toISOString() }]
  })
  return { count: waiting.length, first: waiting.slice(0, NAMED) }
}

/** Grants that end before the day after the 14th from now begins, the first to end first. */
async function endingGrants(actor: Actor, now: Date): Promise<Overview['ending']> {
  const before = new Date(now.getTime() + (ENDING_DAYS + 1) * DAY).toISOString().slice(0, 10)
  const where = { AND: [visibleGrants(actor), { revokedAt: null, validUntil: { gt: now, lt: new Date(before) } }] }
  const [found, count] = await Promise.all([
    db().grant.findMany({ where, include: { server: { select: { slug: true } } }, orderBy: [{ validUntil: 'asc' }, { id: 'asc' }], take: NAMED }), db().grant.count({ where }),
  ])
  return { before, count, first: found.map((grant) => ({ id: grant.id, server: grant.server.slug, target: grant.target, until: grant.validUntil?.toISOString() ?? '' })) }
}
