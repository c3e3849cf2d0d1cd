import { z } from 'zod'
import { type Actor, may, mayOnServer, reach } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { pool, rows } from '@/lib/db/pool'
import { AppError, notFound } from '@/lib/errors'
import { keyOfEventId } from '@/lib/activity/canonical'
import { type EventRow, type EventView, viewOf } from '@/lib/activity/event-view'
import type { ActivityFilter } from '@/lib/activity/filter'
import { type Conditions, conditionsOf } from './event-conditions'
import { knownNames } from './known-names'

const COLUMNS = `key, occurred_at, received_at, source_id, source_event_id, raw_hash, adapter_version, evidence, attributed, outcome, task, session, trace_id, span_id,
  parent_span_id, decision_id, duration_ms, request_size, response_size, delegation, kind, target, resources, stated_access, server_name, agent_name, client_name,
  human_name, server_id, agent_id, client_id, human_id, access, verdict, first_verdict, grant_id, nearest_grant_id, counted`

const position = z.tuple([z.iso.datetime(), z.guid()])

/** Milliseconds that a search through texts may take before it is asked to be narrowed. */
const PATIENCE = 8_000

/** A page of events, newest first. */
export async function listEvents(actor: Actor, filter: ActivityFilter, page: { limit: number; cursor?: string | undefined }): Promise<Page<EventView>> {
  const conditions = await conditionsOf(actor, filter)
  const after = decodeCursor(page.cursor, position)
  const found = await patiently(pageQuery(conditions, after, page.limit + 1, may(actor, 'activity.parameters')), conditions.values)
  const views = await viewsOf(found)
  return pageOf(found.map((row, i) => ({ row, view: views[i] })), page.limit, ({ view }) => view as EventView, ({ row }) => [row.occurred_at.toISOString(), row.key])
}

function pageQuery({ table, common, branches, values }: Conditions, after: [string, string] | null, limit: number, parameters: boolean): string {
  const all = [...common]
  if (after !== null) all.push(`(occurred_at, key) < ($${values.push(after[0])}::timestamptz, $${values.push(after[1])}::uuid)`)
  const order = `ORDER BY occurred_at DESC, key DESC LIMIT ${limit}`
  const columns = parameters ? `${COLUMNS}, parameters` : COLUMNS
  const parts = branches.map((branch) => `(SELECT ${columns} FROM ${table} WHERE ${[...all, branch].join(' AND ')} ${order})`)
  if (parts.length === 0) parts.push(`(SELECT ${columns} FROM activity_event WHERE false)`)
  const merged = parts.length === 1 ? parts[0] : `(SELECT * FROM (${parts.join(' UNION ALL ')}) AS branches ${order})`
  return `SELECT page.*, source.name AS source FROM ${merged} AS page JOIN source ON source.id = page.source_id ORDER BY occurred_at DESC, key DESC`
}

/** Runs a query with a time limit; what would search for longer is refused with advice. */
function patiently(text: string, values: readonly unknown[]): Promise<EventRow[]> {
  return countPatiently<EventRow>(text, values)
}

/** The same for any rows. */
export async function countPatiently<T extends object>(text: string, values: readonly unknown[]): Promise<T[]> {
  const client = await pool().connect()
  try {
    await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${PATIENCE}`)
    const { rows: found } = await client.query<T>(text, [...values])
    await client.query('COMMIT')
    return found
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined)
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === '57014') throw new AppError('unavailable', 'The search took too long. Narrow it: by time, server or agent.')
    throw error
  } finally {
    client.release()
  }
}

async function viewsOf(found: readonly EventRow[]): Promise<EventView[]> {
  const names = await knownNames(found.flatMap((row) => [row.server_id, row.agent_id, row.client_id, row.human_id]))
  return found.map((row) => viewOf(row, names))
}

/** One event; `not_found` when there is none or the actor may not see it. */
export async function getEvent(actor: Actor, id: string): Promise<EventView> {
  const key = keyOfEventId(id)
  if (key === null || reach(actor, 'activity.read') === null) throw notFound('event')
  const columns = may(actor, 'activity.parameters') ? `${COLUMNS}, parameters` : COLUMNS
  const found = await rows<EventRow>(
    `SELECT page.*, source.name AS source FROM (SELECT ${columns} FROM activity_event WHERE key = $1 AND occurred_at = (SELECT occurred_at FROM event_key WHERE key = $1)) AS page
     JOIN source ON source.id = page.source_id`, [key],
  )
  const [row] = found
  if (row === undefined || !mayOnServer(actor, 'activity.read', row.server_id)) throw notFound('event')
  const [view] = await viewsOf(found)
  if (view === undefined) throw notFound('event')
  return view
}
