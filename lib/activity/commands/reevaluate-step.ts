import type pg from 'pg'
import { pool, rows } from '@/lib/db/pool'
import { DECLARATIONS_LOCK } from '@/lib/names/lock'
import type { ReevaluationScope } from '@/lib/names/model'
import type { Judged } from '@/lib/activity/judge-event'
import { snapshotAt } from '@/lib/activity/queries/snapshot'
import { differs, type Progress, progress, scopeCondition, type ServerDayMark, settled, type StoredEvent } from '@/lib/activity/reevaluation'
import { dayNumber } from '@/lib/activity/roll-up'
import { rebuildUsage } from './rebuild-usage'

/** Events judged again in one transaction. */
const STEP = 2_000

type Found = { key: string; at: number }

/** The next events of a scope, oldest first. Looked for without any lock: what arrives meanwhile is judged by the new declarations. */
async function nextEvents(scope: ReevaluationScope, after: Progress | null): Promise<Found[]> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  const condition = scopeCondition(scope, bind)
  const beyond = after === null ? '' : `AND (occurred_at, key) > (${bind(new Date(after.at).toISOString())}::timestamptz, ${bind(after.key)}::uuid)`
  return rows<Found>(
    `SELECT key, (extract(epoch FROM occurred_at) * 1000)::bigint AS at FROM activity_event WHERE ${condition} ${beyond} ORDER BY occurred_at, key LIMIT ${STEP}`, values,
  )
}

/**
 * One bounded transaction of a re-evaluation, together with the place it reached, so that a killed process goes on exactly there.
 * Answers false when nothing is left. Days whose events are all done are counted anew.
 */
export async function reevaluateStep(id: string, now: Date): Promise<boolean> {
  const [row] = await rows<{ scope: ReevaluationScope; cursor: unknown; finished: boolean }>('SELECT scope, cursor, finished_at IS NOT NULL AS finished FROM reevaluation WHERE id = $1', [id])
  if (row === undefined || row.finished) return false
  const before = row.cursor === null ? null : progress.parse(row.cursor)
  const found = await nextEvents(row.scope, before)
  if (found.length === 0 && (before === null || before.dirty.length === 0)) return false
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(${DECLARATIONS_LOCK})`)
    const changed = await judgeAgain(client, found)
    const last = found.at(-1)
    const { now: due, later } = settled([...(before?.dirty ?? []), ...changed.dirty], last === undefined || found.length < STEP ? null : dayNumber(last.at))
    for (const [day, serverId, serverName] of due) await rebuildUsage(client, { day, serverId, serverName })
    const reached = { at: last?.at ?? before?.at ?? 0, key: last?.key ?? before?.key ?? '', dirty: later } satisfies Progress
    await client.query('UPDATE reevaluation SET cursor = $2, examined = examined + $3, changed = changed + $4, started_at = coalesce(started_at, $5), error = NULL WHERE id = $1',
      [id, JSON.stringify(reached), found.length, changed.count, now.toISOString()])
    await client.query('COMMIT')
    return found.length === STEP
  } catch (error) {
    await client.query('ROLLBACK').catch((fault: unknown) => { broken = fault instanceof Error ? fault : new Error('ROLLBACK failed') })
    throw error
  } finally {
    client.release(broken)
  }
}

const READ = `
SELECT e.key, (extract(epoch FROM e.occurred_at) * 1000)::bigint AS at, source.name AS source, kind, target, resources, stated_access AS "statedAccess", server_name AS "serverName",
  agent_name AS "agentName", client_name AS "clientName", human_name AS "humanName", server_id AS "serverId", agent_id AS "agentId", client_id AS "clientId",
  human_id AS "humanId", access, verdict, grant_id AS "grantId", nearest_grant_id AS "nearestGrantId", counted
FROM unnest($1::timestamptz[], $2::uuid[]) AS one (at, key)
JOIN activity_event e ON e.occurred_at = one.at AND e.key = one.key JOIN source ON source.id = e.source_id
WHERE e.occurred_at BETWEEN $3 AND $4`

async function judgeAgain(client: pg.ClientBase, found: readonly Found[]): Promise<{ count: number; dirty: ServerDayMark[] }> {
  const [first, last] = [found[0], found.at(-1)]
  if (first === undefined || last === undefined) return { count: 0, dirty: [] }
  const { rows: epochs } = await client.query<{ epoch: number }>('SELECT epoch FROM declaration_epoch WHERE id = 1')
  const { judge } = await snapshotAt(epochs[0]?.epoch)
  const iso = (at: number): string => new Date(at).toISOString()
  const { rows: events } = await client.query<StoredEvent>(READ, [found.map(({ at }) => iso(at)), found.map(({ key }) => key), iso(first.at), iso(last.at)])
  const changed = events.flatMap((event) => {
    const judged = judge({
      at: event.at, source: event.source, kind: event.kind, server: event.serverName, target: event.target, access: event.statedAccess, resources: event.resources,
      human: event.humanName, client: event.clientName, agent: event.agentName,
    })
    return differs(event, judged) ? [{ event, judged }] : []
  })
  if (changed.length > 0) await writeJudged(client, changed, iso(first.at), iso(last.at))
  const dirty = changed.flatMap(({ event, judged }): ServerDayMark[] => {
    if (!event.counted || event.verdict === null) return []
    const day = dayNumber(event.at)
    return [[day, event.serverId, event.serverName], [day, judged.serverId, event.serverName]]
  })
  return { count: changed.length, dirty }
}

type Changed = { event: StoredEvent; judged: Judged }

async function writeJudged(client: pg.ClientBase, changed: readonly Changed[], first: string, last: string): Promise<void> {
  const column = <T>(read: (one: Changed) => T): T[] => changed.map(read)
  await client.query(
    `UPDATE activity_event e SET server_id = j.server_id, agent_id = j.agent_id, client_id = j.client_id, human_id = j.human_id, access = j.access, verdict = j.verdict,
       grant_id = j.grant_id, nearest_grant_id = j.nearest_grant_id
     FROM unnest($1::timestamptz[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
       AS j (at, key, server_id, agent_id, client_id, human_id, access, verdict, grant_id, nearest_grant_id)
     WHERE e.occurred_at = j.at AND e.key = j.key AND e.occurred_at BETWEEN $11 AND $12`,
    [column(({ event }) => new Date(event.at).toISOString()), column(({ event }) => event.key), column(({ judged }) => judged.serverId), column(({ judged }) => judged.agentId),
      column(({ judged }) => judged.clientId), column(({ judged }) => judged.humanId), column(({ judged }) => judged.access), column(({ judged }) => judged.verdict),
      column(({ judged }) => judged.grantId), column(({ judged }) => judged.nearestGrantId), first, last],
  )
}
