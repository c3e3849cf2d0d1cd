import { listEvents } from '@/lib/activity/queries/events'
import type { EventView } from '@/lib/activity/event-view'
import { type Actor, may, mayOnServer } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { type GrantView, grantView } from '@/lib/grants/grant-view'
import { findGrants } from '@/lib/grants/queries/find-grants'
import { type Asker, mayMove, type MoveOption, movesOf, whoInWords } from '@/lib/registry/lifecycle'
import type { Lifecycle } from '@/lib/registry/model'
import { nameHistory, stateHistory } from '@/lib/registry/queries/names'
import { getServer } from '@/lib/registry/queries/servers'
import type { ServerView } from '@/lib/registry/server-view'
import { type ReviewsOf, reviewsOf } from '@/lib/reviews/queries/reviews-of'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { dayBefore } from './grant-usage'
import { countFindings, type FindingCount, type FindingLine, findingLines } from './registry-findings'
import { TOOL_USE_DAYS, toolRows } from './server-tools'
import type { ToolRow } from './tool-comparison'

/** A move out of the present state; `refusal` null = this actor can make it now. */
export type MoveChoice = { to: Lifecycle; people: 1 | 2; refusal: string | null }

export type NameLine = { name: string; origin: string; source: string | null; from: string | null; to: string | null }

export type Holder = { agentId: string; agent: string; targets: number }

export type ServerScreen = {
  server: ServerView
  mayEdit: boolean
  moves: MoveChoice[]
  states: { state: string; at: string }[]
  tools: ToolRow[]
  /** Null where the actor may not see activity. */
  recent: EventView[] | null
  calls: number | null
  since: string
  findings: FindingCount | null
  findingLines: FindingLine[]
  heldBy: Holder[]
  /** The newest ones on it that the actor may see. */
  grants: GrantView[]
  names: NameLine[]
  reviews: ReviewsOf
  /** Null where the actor may not read the trail. */
  history: TrailRow[] | null
}

/** Everything about one server; `not_found` when the actor may not see it. */
export async function serverScreen(actor: Actor, slug: string, now: Date): Promise<ServerScreen> {
  const server = await getServer(actor, slug)
  const sees = mayOnServer(actor, 'activity.read', server.id)
  const since = dayBefore(now, TOOL_USE_DAYS)
  const [tools, states, names, counts, lines, recent, calls, heldBy, grants, reviews, history] = await Promise.all([
    toolRows(actor, server, now), stateHistory('server', server.id), nameHistory('server', server.id),
    countFindings(actor, 'serverId', [server.id]), findingLines(actor, { serverId: server.id }),
    sees ? listEvents(actor, { server: slug }, { limit: 8 }).then((page) => page.items) : null,
    sees ? callsOf(server.id, since) : null, holders(server.id, now), findGrants(actor, { serverId: server.id }, 500),
    reviewsOf(actor, { serverId: server.id }, { everyDays: server.reviewEveryDays, since: new Date(server.createdAt) }, now),
    may(actor, 'trail.read') ? listTrail(actor, { object: server.id, limit: 20 }) : null,
  ])
  return {
    server, mayEdit: mayOnServer(actor, 'server.edit', server.id) && server.lifecycle !== 'rejected' && server.lifecycle !== 'retired',
    moves: await movesFor(actor, server), states: states.map(({ state, at }) => ({ state, at: at.toISOString() })), tools, recent, calls, since,
    findings: counts.get(server.id) ?? null, findingLines: lines, heldBy, grants: grants.map((grant) => grantView(grant, now)), history, reviews,
    names: names.map((name) => ({ name: name.name, origin: name.origin, source: name.sourceName, from: name.validFrom?.toISOString() ?? null, to: name.validTo?.toISOString() ?? null })),
  }
}

/** The life-cycle table's moves from here, each with the reason why this actor cannot make it. */
export async function movesFor(actor: Actor, server: ServerView): Promise<MoveChoice[]> {
  const asker: Asker = { roles: actor.roles, ownsIt: await owns(actor, server.id), isSystem: false }
  const consented = server.pending !== undefined && (await hasConsented(actor, server.id))
  return movesOf(server).filter((move) => move.when !== 'came_from' || move.obstacle === null).map((move) => ({
    to: move.to, people: move.people,
    refusal: consented && move.to === server.pending?.to ? 'Your consent is given; another security reviewer completes it.' : refusalOf(move, asker, actor, server.id),
  }))
}

function refusalOf(move: MoveOption, asker: Asker, actor: Actor, serverId: string): string | null {
  if (move.obstacle !== null) return `Not possible: ${move.obstacle}.`
  if (mayOnServer(actor, 'server.transition', serverId) && mayMove(move, asker)) return null
  return `Done by ${whoInWords(move)}.`
}

async function hasConsented(actor: Actor, serverId: string): Promise<boolean> {
  const found = await rows('SELECT 1 FROM transition_consent WHERE server_id = $1 AND closed_at IS NULL AND person_id = ANY($2)', [serverId, actor.behind])
  return found.length > 0
}

async function owns(actor: Actor, serverId: string): Promise<boolean> {
  if (actor.personId === null) return false
  const found = await rows('SELECT 1 FROM server WHERE id = $1 AND (owner_id = $2 OR backup_owner_id = $2)', [serverId, actor.personId])
  return found.length > 0
}

async function callsOf(serverId: string, since: string): Promise<number> {
  const [found] = await rows<{ calls: number | null }>('SELECT sum(count)::float8 AS calls FROM usage WHERE server_id = $1 AND day >= $2', [serverId, since])
  return found?.calls ?? 0
}

/** Agents that hold grants here now, with how many targets each. */
async function holders(serverId: string, now: Date): Promise<Holder[]> {
  return rows<Holder>(
    `SELECT a.id AS "agentId", a.name AS agent, count(DISTINCT g.target)::int AS targets FROM "grant" g JOIN agent a ON a.id = g.agent_id
     WHERE g.server_id = $1 AND g.revoked_at IS NULL AND g.valid_from <= $2 AND (g.valid_until IS NULL OR g.valid_until > $2) GROUP BY a.id ORDER BY targets DESC, a.name LIMIT 12`, [serverId, now],
  )
}
