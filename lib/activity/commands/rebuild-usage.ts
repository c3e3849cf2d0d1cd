import type pg from 'pg'
import type { Verdict } from '@/lib/grants/model'
import type { Access } from '@/lib/registry/model'
import type { Judged } from '@/lib/activity/judge-event'
import type { Kind, Outcome } from '@/lib/activity/model'
import { DISTINCT_LIMIT, MANY, resourceKeys } from '@/lib/activity/resource-keys'
import { addUse, dayText, groupOf, type RollUp } from '@/lib/activity/roll-up'
import { writeUsage } from './write-usage'

/** One server's roll-up of one UTC day; a server that nobody registered goes by its name as given. */
export type ServerDay = { day: number; serverId: string | null; serverName: string }

const OF_SERVER = '(($2::text IS NOT NULL AND server_id = $2) OR ($2::text IS NULL AND server_id IS NULL AND hashtextextended(server_name, 0) = hashtextextended($3, 0) AND server_name = $3))'

const COUNT = `
SELECT kind, target, access, resources, agent_id AS "agentId", CASE WHEN agent_id IS NULL THEN agent_name END AS "agentName",
  client_id AS "clientId", CASE WHEN client_id IS NULL THEN client_name END AS "clientName", human_id AS "humanId", CASE WHEN human_id IS NULL THEN human_name END AS "humanName",
  outcome, verdict, grant_id AS "grantId", nearest_grant_id AS "nearestGrantId", count(*) AS count,
  (extract(epoch FROM min(occurred_at)) * 1000)::bigint AS "firstAt", (extract(epoch FROM max(occurred_at)) * 1000)::bigint AS "lastAt"
FROM activity_event
WHERE occurred_at >= $1::date AND occurred_at < $1::date + 1 AND counted AND verdict IS NOT NULL AND ${OF_SERVER}
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14`

type Counted = {
  kind: Kind; target: string; access: Access; resources: string[]; agentId: string | null; agentName: string | null; clientId: string | null; clientName: string | null
  humanId: string | null; humanName: string | null; outcome: Outcome; verdict: Verdict; grantId: string | null; nearestGrantId: string | null
  count: number; firstAt: number; lastAt: number
}

/**
 * Counts one server's day from its events and replaces its roll-up by the result: what the roll-up must be, however it came
 * about. The caller holds the declarations lock exclusively, so nothing is added meanwhile.
 */
export async function rebuildUsage(client: pg.ClientBase, of: ServerDay): Promise<void> {
  const values = [dayText(of.day), of.serverId, of.serverName]
  await client.query(`DELETE FROM usage WHERE day = $1 AND ${OF_SERVER}`, values)
  await client.query(`DELETE FROM usage_collapsed WHERE day = $1 AND ${OF_SERVER}`, values)
  const { rows } = await client.query<Counted>(COUNT, values)
  const counted = rows.map((row): { row: Counted; judged: Judged } => ({
    row, judged: { ...row, at: row.firstAt, serverId: of.serverId, serverName: of.serverName, statedAccess: null, keys: resourceKeys(row.resources) },
  }))
  const collapsed = overfullGroups(counted.map(({ judged }) => judged))
  if (collapsed.length > 0) {
    await client.query('INSERT INTO usage_collapsed (day, group_key, server_id, server_name) SELECT $1, g, $2, $3 FROM unnest($4::uuid[]) AS g', [...values, collapsed])
  }
  const marked = new Set(collapsed.map((group) => `${of.day}:${group}`))
  const rollUp: RollUp = new Map()
  for (const { row, judged } of counted) addUse(rollUp, judged, row.firstAt, row.outcome, marked, { count: row.count, lastAt: row.lastAt })
  await writeUsage(client, rollUp)
}

function overfullGroups(all: readonly Judged[]): string[] {
  const distinct = new Map<string, Set<string>>()
  for (const judged of all) {
    if (judged.keys.length === 0 || judged.keys[0] === MANY) continue
    const keys = distinct.get(groupOf(judged)) ?? new Set()
    for (const key of judged.keys) keys.add(key)
    distinct.set(groupOf(judged), keys)
  }
  return [...distinct].filter(([, keys]) => keys.size > DISTINCT_LIMIT).map(([group]) => group)
}
