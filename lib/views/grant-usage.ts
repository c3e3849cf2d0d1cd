import { rows } from '@/lib/db/pool'

const DAY = 86_400_000

/** UTC day, `days` back, as PostgreSQL reads it. */
export function dayBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * DAY).toISOString().slice(0, 10)
}

/** Weeks in a sparkline: with today, 90 days back makes 91 days. */
export const USE_WEEKS = 13

/** Use since a UTC day: calls, the last of them, distinct agents and humans, and calls per week, oldest first. */
export type GrantUse = { calls: number; lastAt: string; agents: number; humans: number; weeks: number[] }

/** Which grouping a row is of, by the columns that it leaves out. */
const BY = { week: 0b011, agent: 0b101, human: 0b110 } as const

type UseRow = { grant_id: string; week: number | null; agent: string | null; human: string | null; what: number; calls: number; last_at: Date }

/** Covered calls per grant since a UTC day, all grants in one reading of the roll-up. Grants that nobody used are absent. */
export async function useOfGrants(ids: readonly string[], since: string): Promise<Map<string, GrantUse>> {
  if (ids.length === 0) return new Map()
  // Each combination once inside, so that the groupings outside read few rows. `grouping` has a bit per column that is left out; the weeks together are the whole.
  const found = await rows<UseRow>(
    `SELECT grant_id, week, agent, human, grouping(week, agent, human) AS what, sum(calls)::float8 AS calls, max(last_at) AS last_at
     FROM (SELECT grant_id, (day - $2::date) / 7 AS week, coalesce(agent_id, agent_name) AS agent, coalesce(human_id, human_name) AS human, sum(count) AS calls, max(last_at) AS last_at
           FROM usage WHERE grant_id = ANY($1) AND day >= $2::date GROUP BY 1, 2, 3, 4) AS u
     GROUP BY GROUPING SETS ((grant_id, week), (grant_id, agent), (grant_id, human))`, [ids, since],
  )
  const use = new Map<string, GrantUse>()
  for (const row of found) {
    const own = use.get(row.grant_id) ?? { calls: 0, lastAt: '', agents: 0, humans: 0, weeks: Array.from({ length: USE_WEEKS }, () => 0) }
    use.set(row.grant_id, own)
    if (row.what === BY.agent && row.agent !== null) own.agents += 1
    if (row.what === BY.human && row.human !== null) own.humans += 1
    if (row.what !== BY.week || row.week === null) continue
    const week = Math.min(row.week, USE_WEEKS - 1)
    own.weeks[week] = (own.weeks[week] ?? 0) + row.calls
    own.calls += row.calls
    const last = row.last_at.toISOString()
    if (last > own.lastAt) own.lastAt = last
  }
  return use
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
