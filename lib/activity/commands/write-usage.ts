import type pg from 'pg'
import { dayText, groupOf, holder, type RollUp, sorted, type UsageDelta } from '@/lib/activity/roll-up'
import { DISTINCT_LIMIT, MANY } from '@/lib/activity/resource-keys'

const UPSERT = `
INSERT INTO usage (day, key, nearest_grant_id, server_id, server_name, kind, target, access, agent_id, agent_name, client_id, client_name, human_id, human_name,
  resource_keys, outcome, verdict, grant_id, group_key, count, first_at, last_at)
SELECT day, key, nearest, server_id, server_name, kind, target, access, agent_id, agent_name, client_id, client_name, human_id, human_name,
  resource_keys::text[], outcome, verdict, grant_id, group_key, count, first_at, last_at
FROM unnest($1::date[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[],
  $13::text[], $14::text[], $15::text[], $16::text[], $17::text[], $18::text[], $19::uuid[], $20::bigint[], $21::timestamptz[], $22::timestamptz[])
  AS row (day, key, nearest, server_id, server_name, kind, target, access, agent_id, agent_name, client_id, client_name, human_id, human_name,
    resource_keys, outcome, verdict, grant_id, group_key, count, first_at, last_at)
ON CONFLICT (day, key, nearest_grant_id) DO UPDATE SET count = usage.count + excluded.count,
  first_at = least(usage.first_at, excluded.first_at), last_at = greatest(usage.last_at, excluded.last_at)
RETURNING xmax = 0 AS made`

/** A (day, server, target, agent) whose distinct resource keys went over the limit, with the server that its rows name. */
export type Overfull = { day: number; group: string; serverId: string | null; serverName: string }

/** Adds a batch's roll-up to the stored one and answers the groups of resource keys that this made overfull. */
export async function writeUsage(client: pg.ClientBase, rollUp: RollUp): Promise<Overfull[]> {
  if (rollUp.size === 0) return []
  const rows = sorted(rollUp)
  const { rows: answers } = await client.query<{ made: boolean }>(UPSERT, columnsOf(rows))
  const made = rows.filter((row, i) => answers[i]?.made !== false && row.keys.length > 0 && row.keys[0] !== MANY)
  return made.length === 0 ? [] : overfull(client, made)
}

function columnsOf(rows: readonly UsageDelta[]): unknown[] {
  const column = <T>(read: (row: UsageDelta) => T): T[] => rows.map(read)
  const server = column(({ judged }) => holder(judged.serverId, judged.serverName))
  const agent = column(({ judged }) => holder(judged.agentId, judged.agentName))
  const client = column(({ judged }) => holder(judged.clientId, judged.clientName))
  const human = column(({ judged }) => holder(judged.humanId, judged.humanName))
  return [
    column((row) => dayText(row.day)), column((row) => row.key), column(({ judged }) => judged.nearestGrantId ?? ''),
    server.map(([id]) => id), server.map(([, name]) => name), column(({ judged }) => judged.kind), column(({ judged }) => judged.target),
    column(({ judged }) => judged.access), agent.map(([id]) => id), agent.map(([, name]) => name), client.map(([id]) => id), client.map(([, name]) => name),
    human.map(([id]) => id), human.map(([, name]) => name), column((row) => arrayLiteral(row.keys)), column((row) => row.outcome),
    column(({ judged }) => judged.verdict), column(({ judged }) => judged.grantId), column((row) => (row.keys.length === 0 ? null : groupOf(row.judged))),
    column((row) => row.count), column((row) => new Date(row.firstAt).toISOString()), column((row) => new Date(row.lastAt).toISOString()),
  ]
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join(',')}}`
}

async function overfull(client: pg.ClientBase, made: readonly UsageDelta[]): Promise<Overfull[]> {
  const groups = new Map(made.map((row) => [`${dayText(row.day)}:${groupOf(row.judged)}`, row]))
  const { rows } = await client.query<{ day: string; group: string }>(
    `SELECT u.day::text AS day, replace(u.group_key::text, '-', '') AS group
     FROM unnest($1::date[], $2::uuid[]) AS g (day, group_key) JOIN usage u ON u.day = g.day AND u.group_key = g.group_key, unnest(u.resource_keys) AS k
     WHERE k <> '${MANY}' GROUP BY 1, 2 HAVING count(DISTINCT k) > ${DISTINCT_LIMIT}`,
    [[...groups.values()].map((row) => dayText(row.day)), [...groups.values()].map((row) => groupOf(row.judged))],
  )
  return rows.flatMap(({ day, group }) => {
    const row = groups.get(`${day}:${group}`)
    return row === undefined ? [] : [{ day: row.day, group, serverId: row.judged.serverId, serverName: row.judged.serverName }]
  })
}
