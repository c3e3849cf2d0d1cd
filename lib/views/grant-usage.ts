import { rows } from '@/lib/db/pool'

const DAY = 86_400_000

/** UTC day, `days` back, as PostgreSQL reads it. */
export function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY).toISOString().slice(0, 10)
}

export type GrantUse = { calls: number; lastAt: string }

/** Covered calls and the last of them per grant, since a UTC day. Grants that nobody used are absent. */
export async function useOfGrants(ids: readonly string[], since: string): Promise<Map<string, GrantUse>> {
  if (ids.length === 0) return new Map()
  const found = await rows<{ grant_id: string; calls: string | number; last_at: Date }>(
    'SELECT grant_id, sum(count)::float8 AS calls, max(last_at) AS last_at FROM usage WHERE grant_id = ANY($1) AND day >= $2 GROUP BY grant_id', [ids, since],
  )
  return new Map(found.map((row) => [row.grant_id, { calls: Number(row.calls), lastAt: row.last_at.toISOString() }]))
}

export type GrantCaller = { agent: string; client: string; human: string; calls: number; blocked: number; lastAt: string }

/** Who called under one grant since a UTC day, the busiest first; identities by their short names. */
export async function callersOfGrant(id: string, since: string): Promise<GrantCaller[]> {
  const found = await rows<{ agent: string | null; client: string | null; human: string | null; calls: number; blocked: number; last_at: Date }>(
    `SELECT coalesce(a.name, u.agent_name) AS agent, coalesce(c.name, u.client_name) AS client, coalesce(p.email, u.human_name) AS human,
            sum(u.count)::float8 AS calls, (sum(u.count) FILTER (WHERE u.outcome = 'denied'))::float8 AS blocked, max(u.last_at) AS last_at
     FROM usage u LEFT JOIN agent a ON a.id = u.agent_id LEFT JOIN client c ON c.id = u.client_id LEFT JOIN person p ON p.id = u.human_id
     WHERE u.grant_id = $1 AND u.day >= $2 GROUP BY 1, 2, 3 ORDER BY calls DESC, agent, client, human`, [id, since],
  )
  return found.map((row) => ({ agent: row.agent ?? 'none', client: row.client ?? 'none', human: row.human ?? 'none', calls: row.calls, blocked: row.blocked ?? 0, lastAt: row.last_at.toISOString() }))
}

/** Covered calls per UTC day since a day; days without any are absent. */
export async function daysOfGrant(id: string, since: string): Promise<{ day: string; calls: number }[]> {
  return rows<{ day: string; calls: number }>(
    "SELECT to_char(day, 'YYYY-MM-DD') AS day, sum(count)::float8 AS calls FROM usage WHERE grant_id = $1 AND day >= $2 GROUP BY usage.day ORDER BY usage.day", [id, since],
  )
}

/** Calls that this grant was the nearest to, by the verdict they got instead. */
export async function nearMissesOfGrant(id: string, serverId: string, since: string): Promise<{ verdict: string; calls: number }[]> {
  return rows<{ verdict: string; calls: number }>(
    'SELECT verdict, sum(count)::float8 AS calls FROM usage WHERE server_id = $1 AND day >= $2 AND nearest_grant_id = $3 GROUP BY verdict ORDER BY calls DESC', [serverId, since, id],
  )
}

/** Calls under a grant per agent since a UTC day, the busiest first. */
export async function agentsOfGrant(id: string, since: string): Promise<{ agent: string; calls: number }[]> {
  const found = await rows<{ agent: string | null; calls: number }>(
    'SELECT coalesce(a.name, u.agent_name) AS agent, sum(u.count)::float8 AS calls FROM usage u LEFT JOIN agent a ON a.id = u.agent_id WHERE u.grant_id = $1 AND u.day >= $2 GROUP BY 1 ORDER BY calls DESC', [id, since],
  )
  return found.map((row) => ({ agent: row.agent ?? 'none', calls: row.calls }))
}
