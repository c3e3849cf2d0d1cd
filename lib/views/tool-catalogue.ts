import { type Actor, may, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import { visibleServers } from '@/lib/registry/queries/visibility'
import { TOOL_INCLUDE, toolView } from '@/lib/registry/tool-view'
import { dayBefore } from './grant-usage'
import { type CatalogueTool, claimsOf, standingOf } from './tool-standing'

/** The longer of the two windows of use, in days; the shorter is 30. */
export const CATALOGUE_DAYS = 90
const RECENT_DAYS = 30
/** More tools than this are no table; the page says that it was cut. */
const LISTED = 20_000

// Enough of the newest definitions to say whether one of them widened since people approved.
const INCLUDE = { ...TOOL_INCLUDE, versions: { orderBy: { number: 'desc' }, take: 10, select: { number: true, change: true } } } as const

type UseRow = { server_id: string; target: string; recent: number; calls: number; callers: number; last_at: Date }
type GrantRow = { serverId: string; target: string }

/** Every tool of the servers that the actor may see, with what is granted and what was seen of it. */
export async function toolCatalogue(actor: Actor, now: Date): Promise<{ rows: CatalogueTool[]; cut: boolean; since: string; mayClassify: boolean }> {
  const visible = visibleServers(actor)
  const since = dayBefore(now, CATALOGUE_DAYS)
  if (visible === null) return { rows: [], cut: false, since, mayClassify: false }
  const servers = await db().server.findMany({ where: { AND: [visible, { lifecycle: { not: 'rejected' } }] }, select: { id: true, slug: true, lifecycle: true, sensitivity: true } })
  const byId = new Map(servers.map((server) => [server.id, server]))
  const ids = [...byId.keys()]
  const seen = ids.filter((id) => mayOnServer(actor, 'activity.read', id))
  const [tools, grants, use] = await Promise.all([
    db().tool.findMany({ where: { serverId: { in: ids } }, orderBy: [{ serverId: 'asc' }, { name: 'asc' }], take: LISTED + 1, include: INCLUDE }),
    grantsInForce(ids, now), useOf(seen, since, dayBefore(now, RECENT_DAYS)),
  ])
  const reaching = countReaching(grants)
  const based = new Set(tools.filter(({ approvedHash }) => approvedHash !== null).map(({ serverId }) => serverId))
  const listed = tools.slice(0, LISTED).flatMap((tool): CatalogueTool[] => {
    const server = byId.get(tool.serverId)
    if (server === undefined) return []
    const used = use.get(keyOf(tool.serverId, tool.name))
    const view = toolView(tool)
    return [{
      id: `${server.slug}/${tool.name}`, server: server.slug, sensitivity: server.sensitivity, name: tool.name, title: view.title, description: view.description,
      accessClass: view.accessClass, decided: view.decidedBy === 'person' ? 'person' : view.because === 'unclassified' ? 'unclassified' : 'suggestion', because: view.because,
      claims: claimsOf(view.annotations), version: view.version, standing: standingOf({ ...tool, versions: tool.versions.filter(({ number }) => number > (tool.approvedNumber ?? 0)) }, based.has(tool.serverId)),
      grants: reaching(tool.serverId, tool.name), firstSeenAt: view.firstSeenAt,
      use: seen.includes(tool.serverId) ? { recent: used?.recent ?? 0, calls: used?.calls ?? 0, callers: used?.callers ?? 0, lastAt: used?.last_at.toISOString() ?? null } : null,
    }]
  })
  return { rows: listed, cut: tools.length > LISTED, since, mayClassify: may(actor, 'tool.classify') }
}

const keyOf = (serverId: string, name: string): string => `${serverId} ${name}`

async function grantsInForce(ids: readonly string[], now: Date): Promise<GrantRow[]> {
  return db().grant.findMany({
    where: { serverId: { in: [...ids] }, targetKind: 'tool', revokedAt: null, validFrom: { lte: now }, OR: [{ validUntil: null }, { validUntil: { gt: now } }] },
    select: { serverId: true, target: true },
  })
}

/** How many grants reach a tool: exact names by look-up, only globs by matching. */
function countReaching(grants: readonly GrantRow[]): (serverId: string, name: string) => number {
  const exact = new Map<string, number>()
  const globs = Map.groupBy(grants.filter(({ target }) => target.includes('*')), ({ serverId }) => serverId)
  const compiled = new Map([...globs].map(([serverId, found]) => [serverId, found.map(({ target }) => compilePattern(target))]))
  for (const { serverId, target } of grants) {
    if (!target.includes('*')) exact.set(keyOf(serverId, target), (exact.get(keyOf(serverId, target)) ?? 0) + 1)
  }
  return (serverId, name) => (exact.get(keyOf(serverId, name)) ?? 0) + (compiled.get(serverId) ?? []).filter((pattern) => matchesPattern(pattern, name)).length
}

async function useOf(ids: readonly string[], since: string, recent: string): Promise<Map<string, UseRow>> {
  if (ids.length === 0) return new Map()
  const found = await rows<UseRow>(
    // Each caller once inside, so that both steps are hashed: counting distinct names sorts every row, on disk.
    `SELECT server_id, target, sum(recent)::float8 AS recent, sum(calls)::float8 AS calls, count(caller)::int AS callers, max(last_at) AS last_at
     FROM (SELECT server_id, target, coalesce(agent_id, agent_name) AS caller, sum(count) FILTER (WHERE day >= $3) AS recent, sum(count) AS calls, max(last_at) AS last_at
           FROM usage WHERE server_id = ANY($1) AND kind = 'tool_call' AND day >= $2 GROUP BY 1, 2, 3) AS by_caller
     GROUP BY server_id, target`, [[...ids], since, recent],
  )
  return new Map(found.map((row) => [keyOf(row.server_id, row.target), { ...row, recent: row.recent ?? 0 }]))
}

