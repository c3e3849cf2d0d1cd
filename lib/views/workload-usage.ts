import { type Actor, reach } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'

/** Use of agents or clients is counted over this many days. */
export const USE_DAYS = 90

type Kind = 'agent' | 'client'

/** Without a list of servers everything counts; with one, only what happened there. */
const VISIBLE = '($2::text[] IS NULL OR u.server_id = ANY($2))'

/** The servers whose use the actor may see, for `VISIBLE`: null = all, undefined = may not see activity. */
function visibleServers(actor: Actor): readonly string[] | null | undefined {
  const found = reach(actor, 'activity.read')
  return found === null ? undefined : found === 'all' ? null : actor.ownServerIds
}

export type UseTotal = { calls: number; refused: number; lastAt: string }

/** Calls since a UTC day per agent or client; null where the actor may not see activity. Those without use are absent. */
export async function useTotals(actor: Actor, kind: Kind, ids: readonly string[], since: string): Promise<Map<string, UseTotal> | null> {
  const servers = visibleServers(actor)
  if (servers === undefined) return null
  const found = await rows<{ id: string; calls: number; refused: number | null; last_at: Date }>(
    `SELECT u.${kind}_id AS id, sum(u.count)::float8 AS calls, (sum(u.count) FILTER (WHERE u.verdict <> 'granted'))::float8 AS refused, max(u.last_at) AS last_at
     FROM usage u WHERE u.${kind}_id = ANY($1) AND ${VISIBLE} AND u.day >= $3 GROUP BY 1`, [ids, servers, since],
  )
  return new Map(found.map((row) => [row.id, { calls: row.calls, refused: row.refused ?? 0, lastAt: row.last_at.toISOString() }]))
}

export type Companion = { name: string | null; registered: boolean; calls: number; refused: number; lastAt: string }

const NAMES = {
  human: "coalesce(p.email, u.human_name)", agent: 'coalesce(a.name, u.agent_name)', client: 'coalesce(c.name, u.client_name)', server: 'coalesce(s.slug, u.server_name)',
} as const

/** With whom or what an agent or client was seen since a UTC day, the busiest first; a null name = absent. */
export async function companions(actor: Actor, kind: Kind, id: string, of: keyof typeof NAMES, since: string): Promise<Companion[] | null> {
  const servers = visibleServers(actor)
  if (servers === undefined) return null
  const found = await rows<{ name: string | null; registered: boolean; calls: number; refused: number | null; last_at: Date }>(
    `SELECT ${NAMES[of]} AS name, bool_or(u.${of}_id IS NOT NULL) AS registered, sum(u.count)::float8 AS calls,
            (sum(u.count) FILTER (WHERE u.verdict <> 'granted'))::float8 AS refused, max(u.last_at) AS last_at
     FROM usage u LEFT JOIN person p ON p.id = u.human_id LEFT JOIN agent a ON a.id = u.agent_id LEFT JOIN client c ON c.id = u.client_id LEFT JOIN server s ON s.id = u.server_id
     WHERE u.${kind}_id = $1 AND ${VISIBLE} AND u.day >= $3 GROUP BY 1 ORDER BY calls DESC, name LIMIT 30`, [id, servers, since],
  )
  return found.map((row) => ({ name: row.name, registered: row.registered, calls: row.calls, refused: row.refused ?? 0, lastAt: row.last_at.toISOString() }))
}
