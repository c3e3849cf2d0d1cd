import type { UsageFact } from '@/lib/activity/model'
import { rows } from '@/lib/db/pool'
import type { ActKind } from '@/lib/grants/model'

/** Only acts get into the roll-up. */
export type NotGranted = UsageFact & { kind: ActKind }

type Row = {
  day: string; server_id: string | null; kind: ActKind; target: string; access: UsageFact['access']; agent_id: string | null; agent: string | null; client_id: string | null; client: string | null
  human_id: string | null; human: string | null; resource_keys: string[]; outcome: UsageFact['outcome']; verdict: string; grant_id: string | null; nearest: string | null; count: number; first_at: Date; last_at: Date
}

const NAMES = `coalesce(a.name, u.agent_name) AS agent, coalesce(c.name, u.client_name) AS client, coalesce(p.email, u.human_name) AS human`
const HOLDERS = `LEFT JOIN agent a ON a.id = u.agent_id LEFT JOIN client c ON c.id = u.client_id LEFT JOIN person p ON p.id = u.human_id`

function factOf(row: Row): NotGranted {
  return {
    day: row.day, serverId: row.server_id, server: row.server_id ?? '', kind: row.kind, target: row.target, access: row.access, agentId: row.agent_id, agent: row.agent, clientId: row.client_id, client: row.client,
    humanId: row.human_id, human: row.human, resourceKeys: row.resource_keys, outcome: row.outcome, verdict: row.verdict, grantId: row.grant_id, nearestGrantId: row.nearest === '' ? null : row.nearest,
    count: row.count, firstAt: row.first_at.getTime(), lastAt: row.last_at.getTime(),
  }
}

/** The roll-up of what was not granted on these servers since a UTC day. Names are the short ones, for the words. */
export async function usageNotGranted(serverIds: readonly string[], since: string): Promise<NotGranted[]> {
  if (serverIds.length === 0) return []
  const found = await rows<Row>(
    `SELECT u.day::text AS day, u.server_id, u.kind, u.target, u.access, u.agent_id, u.client_id, u.human_id, ${NAMES}, u.resource_keys, u.outcome, u.verdict, u.grant_id, u.nearest_grant_id AS nearest, u.count, u.first_at, u.last_at
     FROM usage u ${HOLDERS} WHERE u.server_id = ANY($1) AND u.day >= $2 AND u.verdict <> 'granted'`, [[...serverIds], since],
  )
  return found.map(factOf)
}

/** What was used under these grants since a UTC day, one row a combination whatever the day. */
export async function usageUnder(grantIds: readonly string[], since: string): Promise<NotGranted[]> {
  if (grantIds.length === 0) return []
  const found = await rows<Row>(
    `SELECT max(u.day)::text AS day, u.server_id, u.kind, u.target, u.access, u.agent_id, u.client_id, u.human_id, ${NAMES}, u.resource_keys, 'success' AS outcome, 'granted' AS verdict, u.grant_id, '' AS nearest,
       sum(u.count)::bigint AS count, min(u.first_at) AS first_at, max(u.last_at) AS last_at
     FROM usage u ${HOLDERS} WHERE u.grant_id = ANY($1) AND u.day >= $2
     GROUP BY u.server_id, u.kind, u.target, u.access, u.agent_id, u.client_id, u.human_id, agent, client, human, u.resource_keys, u.grant_id`, [[...grantIds], since],
  )
  return found.map(factOf)
}

/**
 * The events of a server in a window that were not granted, summed by what they have in common, with their resources as they were named:
 * what the roll-up would say of just that window if it cut nothing. Events that the roll-up does not count are left out here too.
 */
export async function eventsAsUsage(serverId: string, window: { from: number; to: number }): Promise<NotGranted[]> {
  const found = await rows<Row>(
    `SELECT to_char(min(u.occurred_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, u.server_id, u.kind, u.target, u.access, u.agent_id, u.client_id, u.human_id, ${NAMES}, u.resources AS resource_keys, u.outcome, u.verdict, u.grant_id,
       coalesce(u.nearest_grant_id, '') AS nearest, count(*)::bigint AS count, min(u.occurred_at) AS first_at, max(u.occurred_at) AS last_at
     FROM activity_event u ${HOLDERS}
     WHERE u.server_id = $1 AND u.occurred_at >= $2 AND u.occurred_at < $3 AND u.counted AND u.verdict <> 'granted' AND u.kind IN ('tool_call', 'context_access', 'downstream_action')
     GROUP BY u.server_id, u.kind, u.target, u.access, u.agent_id, u.client_id, u.human_id, agent, client, human, u.resources, u.outcome, u.verdict, u.grant_id, nearest`,
    [serverId, new Date(window.from).toISOString(), new Date(window.to).toISOString()],
  )
  return found.map(factOf)
}
