import type { Read } from '@/lib/db/pool'
import { DAY_MS } from '@/lib/drift/window'
import type { SubjectUse, UseRow } from '@/lib/reviews/evidence-facts'

const COLUMNS = { grant: 'grant_id', server: 'server_id', agent: 'agent_id' } as const
export type UseOf = keyof typeof COLUMNS

/** The roll-up keeps the day; a week of it is one line here. All lines of a subject come as one text: rows with a dozen columns cost more to take in than to find. */
function statement(of: UseOf): string {
  const column = COLUMNS[of]
  // Who answers for a server or an agent sees all that it did; only a grant has something that it covers.
  const keys = of === 'grant' ? 'to_json(keys)' : "'[]'::json"
  return `
    SELECT key, json_agg(json_build_array(back, recent, target, access, agent, client, human, ${keys}, denied, calls, last_ms)) AS lines FROM (
      SELECT ${column} AS key, ($4::date - day) / 7 AS back, day >= $3::date AS recent, target, access, coalesce(agent_id, agent_name) AS agent, coalesce(client_id, client_name) AS client,
        coalesce(human_id, human_name) AS human, ${of === 'grant' ? 'resource_keys' : "'{}'::text[]"} AS keys, outcome = 'denied' AS denied, sum(count) AS calls, (extract(epoch FROM max(last_at)) * 1000)::bigint AS last_ms
      FROM usage WHERE ${column} = ANY($1) AND day >= $2::date AND last_at >= $5 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) AS line
    GROUP BY key`
}

type Line = [number, boolean, string, UseRow['access'], string | null, string | null, string | null, string[], boolean, number, number]

function rowOf([back, recent, target, access, agent, client, human, keys, denied, calls, lastAt]: Line): UseRow {
  return { back, recent, target, access, agent, client, human, keys, denied, calls, lastAt }
}

/**
 * Which of these subjects a gateway or a server saw in the window. The roll-up does not say who reported a call, so the events are asked,
 * by their index and for one of each. What a source's constants completed is as good as its vantage; what such a source passes on from
 * an agent is graded so already.
 */
function observedStatement(of: UseOf): string {
  return `
    SELECT id FROM unnest($1::text[]) AS id WHERE EXISTS (
      SELECT 1 FROM activity_event e WHERE e.${COLUMNS[of]} = id AND e.occurred_at >= $2 AND (e.evidence IN ('gateway_observed', 'server_observed')
        OR (e.evidence = 'inferred' AND e.source_id IN (SELECT source.id FROM source WHERE vantage IN ('gateway', 'server')))))`
}

/** The use of these subjects in the window, folded over its weeks. Those without use are absent. */
export async function loadUse(read: Read, of: UseOf, ids: readonly string[], { now, days }: { now: Date; days: number }): Promise<Map<string, SubjectUse>> {
  const since = new Date(now.getTime() - days * DAY_MS)
  const found = await read<{ key: string; lines: Line[] }>(statement(of), [ids, day(since), day(new Date(now.getTime() - 30 * DAY_MS)), day(now), since])
  const observed = new Set((await read<{ id: string }>(observedStatement(of), [found.map((row) => row.key), since])).map((row) => row.id))
  return new Map(found.map(({ key, lines }) => [key, { rows: lines.map(rowOf), observed: observed.has(key) }]))
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10)
}
