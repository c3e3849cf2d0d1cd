import { listSources, type SourceView } from '@/lib/activity/queries/sources'
import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { FindingView } from '@/lib/drift/model'
import { findingView } from '@/lib/drift/queries/findings'
import { visibleFindings } from '@/lib/drift/queries/visible'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { listRoleChanges, type RoleChangeView } from '@/lib/people/queries'

const DAY = 86_400_000

export type Waiting = { slug: string; name: string; what: 'proposed' | 'second reviewer' | 'pilot ends'; at: string }
export type Overview = {
  findings: { open: number; critical: number; high: number; worst: FindingView[] }
  waiting: Waiting[]
  roleChanges: RoleChangeView[]
  ending: { id: string; server: string; target: string; until: string }[]
  endingCount: number
  sources: { all: SourceView[]; silent: SourceView[]; deadLetters: number } | null
  /** Nothing registered and nothing received: the first steps are shown instead. */
  isNew: boolean
  onlyAdmin: boolean
}

/** What needs a human today, for this actor. */
export async function overview(actor: Actor, now: Date): Promise<Overview> {
  const sees = may(actor, 'registry.read')
  const [findings, waiting, roleChanges, ending, sources, servers, admins] = await Promise.all([
    sees ? openFindings(actor) : [], sees ? waitingServers(actor, now) : [], reach(actor, 'people.read') === 'all' ? listRoleChanges(actor, { open: true }) : [],
    sees ? endingGrants(actor, now) : { found: [], count: 0 }, may(actor, 'source.read') ? listSources(actor, now) : null,
    db().server.count(), db().person.count({ where: { active: true, roles: { has: 'admin' } } }),
  ])
  const count = (severity: string) => findings.filter((row) => row.severity === severity).length
  return {
    findings: { open: findings.length, critical: count('critical'), high: count('high'), worst: findings.slice(0, 5) },
    waiting, roleChanges, ending: ending.found, endingCount: ending.count,
    sources: sources === null ? null : { all: sources, silent: sources.filter((one) => one.health === 'silent'), deadLetters: sources.reduce((sum, one) => sum + one.counters.openDeadLetters, 0) },
    isNew: servers === 0 && (sources === null || sources.length === 0), onlyAdmin: admins === 1 && actor.roles.includes('admin'),
  }
}

async function openFindings(actor: Actor): Promise<FindingView[]> {
  const found = await db().finding.findMany({ where: { AND: [visibleFindings(actor), { status: 'open' }] }, orderBy: [{ severity: 'desc' }, { lastSeen: 'desc' }], take: 2_000 })
  return found.map(findingView)
}

/** Servers that wait for a decision: proposals, first consents, pilots that end within a week. */
async function waitingServers(actor: Actor, now: Date): Promise<Waiting[]> {
  const own = reach(actor, 'registry.read') === 'all' ? {} : { id: { in: [...actor.ownServerIds] } }
  const found = await db().server.findMany({
    where: { ...own, OR: [{ lifecycle: 'proposed' }, { lifecycle: 'pilot', pilotUntil: { lt: new Date(now.getTime() + 7 * DAY) } }] },
    include: { consents: { where: { closedAt: null } } }, orderBy: { createdAt: 'asc' }, take: 50,
  })
  return found.map((server) => ({
    slug: server.slug, name: server.name, what: server.lifecycle === 'pilot' ? 'pilot ends' : server.consents.length > 0 ? 'second reviewer' : 'proposed',
    at: (server.lifecycle === 'pilot' ? (server.pilotUntil ?? server.updatedAt) : server.createdAt).toISOString(),
  }))
}

async function endingGrants(actor: Actor, now: Date): Promise<{ found: Overview['ending']; count: number }> {
  const where = { AND: [visibleGrants(actor), { revokedAt: null, validUntil: { gt: now, lt: new Date(now.getTime() + 14 * DAY) } }] }
  const [found, count] = await Promise.all([db().grant.findMany({ where, include: { server: { select: { slug: true } } }, orderBy: { validUntil: 'asc' }, take: 5 }), db().grant.count({ where })])
  return { count, found: found.map((grant) => ({ id: grant.id, server: grant.server.slug, target: grant.target, until: grant.validUntil?.toISOString() ?? '' })) }
}
