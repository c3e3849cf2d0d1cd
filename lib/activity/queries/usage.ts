import { z } from 'zod'
import { type Actor, require } from '@/lib/auth/actor'
import { decodeCursor, type Page, pageOf } from '@/lib/boundary/page'
import { type Read, rows } from '@/lib/db/pool'
import { canonicalHumanName } from '@/lib/names/resolve'
import { knownAs } from '@/lib/activity/event-view'
import { likePattern, type UsageField, type UsageFilter } from '@/lib/activity/filter'
import type { UsageFact } from '@/lib/activity/model'
import { holdersOf, knownNames } from './known-names'

/** A row of the roll-up as machines read it. */
export type UsageView = {
  day: string; server: string; kind: string; target: string; access: string; agent: string | null; client: string | null; human: string | null
  resourceKeys: string[]; outcome: string; verdict: string; grantId: string | null; count: number; firstAt: string; lastAt: string
}

type Row = {
  day: string; key: string; server_id: string | null; server_name: string | null; kind: string; target: string; access: string; agent_id: string | null; agent_name: string | null
  client_id: string | null; client_name: string | null; human_id: string | null; human_name: string | null; resource_keys: string[]; outcome: string; verdict: string
  grant_id: string | null; nearest_grant_id?: string; count: number; first_at: Date; last_at: Date
}

type Bind = (value: unknown) => string

async function conditionsOf(actor: Actor, filter: UsageFilter, bind: Bind): Promise<string[]> {
  const conditions: string[] = []
  for (const kind of ['agent', 'client', 'human', 'server'] as const) {
    const name = filter[kind]
    if (name === undefined) continue
    const given = kind === 'human' ? canonicalHumanName(name) : name
    const ids = await holdersOf(kind === 'human' ? 'person' : kind, given)
    conditions.push(`(${kind}_id = ANY(${bind(ids)}) OR (${kind}_id IS NULL AND ${kind}_name = ${bind(given)}))`)
  }
  for (const column of ['kind', 'access', 'outcome', 'verdict'] as const) {
    const list = filter[column]
    if (list !== undefined) conditions.push(`${column} = ANY(${bind(list)})`)
  }
  if (filter.target !== undefined) conditions.push(`target = ${bind(filter.target)}`)
  if (filter.grant !== undefined) conditions.push(`grant_id = ${bind(filter.grant)}`)
  if (filter.resource !== undefined) conditions.push(`EXISTS (SELECT 1 FROM unnest(resource_keys) AS key WHERE key LIKE ${bind(likePattern(filter.resource))})`)
  // Days overlap a window that begins or ends within them.
  if (filter.from !== undefined) conditions.push(`last_at >= ${bind(new Date(filter.from).toISOString())} AND day >= ${bind(new Date(filter.from).toISOString().slice(0, 10))}`)
  if (filter.to !== undefined) conditions.push(`first_at < ${bind(new Date(filter.to).toISOString())} AND day <= ${bind(new Date(filter.to).toISOString().slice(0, 10))}`)
  if (require(actor, 'activity.read') === 'own') conditions.push(`server_id = ANY(${bind(actor.ownServerIds)})`)
  return conditions
}

const position = z.tuple([z.iso.date(), z.guid()])

/** A page of the roll-up, newest day first; one row per combination. */
export async function listUsage(actor: Actor, filter: UsageFilter, page: { limit: number; cursor?: string | undefined }): Promise<Page<UsageView>> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const conditions = await conditionsOf(actor, filter, bind)
  const after = decodeCursor(page.cursor, position)
  if (after !== null) conditions.push(`(day, key) < (${bind(after[0])}::date, ${bind(after[1])}::uuid)`)
  // Rows that differ only in their nearest grant are one combination to the outside; they are neighbours in the primary key.
  const found = await rows<Row>(
    `SELECT day::text AS day, key, min(server_id) AS server_id, min(server_name) AS server_name, min(kind) AS kind, min(target) AS target, min(access) AS access,
       min(agent_id) AS agent_id, min(agent_name) AS agent_name, min(client_id) AS client_id, min(client_name) AS client_name, min(human_id) AS human_id,
       min(human_name) AS human_name, min(resource_keys) AS resource_keys, min(outcome) AS outcome, min(verdict) AS verdict, min(grant_id) AS grant_id,
       sum(count)::bigint AS count, min(first_at) AS first_at, max(last_at) AS last_at
     FROM usage ${where(conditions)} GROUP BY usage.day, usage.key ORDER BY usage.day DESC, usage.key DESC LIMIT ${page.limit + 1}`, values,
  )
  const names = await namesOf(found)
  return pageOf(found, page.limit, (row) => usageView(row, names), (row) => [row.day, row.key])
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
}

const namesOf = (found: readonly Row[], read: Read = rows) => knownNames(found.flatMap((row) => [row.server_id, row.agent_id, row.client_id, row.human_id]), read)

function usageView(row: Row, names: Awaited<ReturnType<typeof namesOf>>): UsageView {
  return {
    day: row.day, server: knownAs(names, row.server_id, row.server_name) ?? '', kind: row.kind, target: row.target, access: row.access,
    agent: knownAs(names, row.agent_id, row.agent_name), client: knownAs(names, row.client_id, row.client_name), human: knownAs(names, row.human_id, row.human_name),
    resourceKeys: row.resource_keys, outcome: row.outcome, verdict: row.verdict, grantId: row.grant_id, count: row.count,
    firstAt: row.first_at.toISOString(), lastAt: row.last_at.toISOString(),
  }
}

const GROUPED: Record<UsageField, string[]> = {
  day: ['day'], server: ['server_id', 'server_name'], kind: ['kind'], target: ['target'], access: ['access'], agent: ['agent_id', 'agent_name'],
  client: ['client_id', 'client_name'], human: ['human_id', 'human_name'], outcome: ['outcome'], verdict: ['verdict'], grantId: ['grant_id'],
}

/** Sums over the stated fields, the largest first; at most `limit` of them. */
export async function sumUsage(actor: Actor, filter: UsageFilter, fields: readonly UsageField[], limit: number): Promise<Record<string, unknown>[]> {
  const values: unknown[] = []
  const conditions = await conditionsOf(actor, filter, (value) => `$${values.push(value)}`)
  const columns = [...new Set(fields.flatMap((field) => GROUPED[field]))]
  const found = await rows<Row>(
    `SELECT ${columns.map((column) => (column === 'day' ? 'day::text AS day' : column)).join(', ')}, sum(count)::bigint AS count, min(first_at) AS first_at, max(last_at) AS last_at
     FROM usage ${where(conditions)} GROUP BY ${columns.map((column) => `usage.${column}`).join(', ')} ORDER BY sum(count) DESC, ${columns.map((column) => `usage.${column}`).join(', ')} LIMIT ${limit}`, values,
  )
  const names = await knownNames(found.flatMap((row) => [row.server_id ?? null, row.agent_id ?? null, row.client_id ?? null, row.human_id ?? null]))
  return found.map((row) => {
    const view: Record<string, unknown> = { ...usageView({ ...row, resource_keys: [] }, names) }
    return Object.fromEntries([...fields, 'count', 'firstAt', 'lastAt'].map((field) => [field, view[field]]))
  })
}

/** The roll-up of a window of whole UTC days, as the rules of drift see it. Days as YYYY-MM-DD, both included. */
export async function loadUsage(window: { from: string; to: string; serverId?: string }, read: Read = rows): Promise<UsageFact[]> {
  const own = window.serverId === undefined ? '' : ' AND server_id = $3'
  const found = await read<Row & { nearest_grant_id: string }>(
    `SELECT *, day::text AS day FROM usage WHERE day >= $1 AND day <= $2${own} ORDER BY usage.day, key, nearest_grant_id`, window.serverId === undefined ? [window.from, window.to] : [window.from, window.to, window.serverId],
  )
  const names = await namesOf(found, read)
  return found.map((row) => factOf(row, names))
}

function factOf(row: Row & { nearest_grant_id: string }, names: Awaited<ReturnType<typeof namesOf>>): UsageFact {
  const view = usageView(row, names)
  return {
    day: row.day, serverId: row.server_id, server: view.server, kind: row.kind as UsageFact['kind'], target: row.target, access: row.access as UsageFact['access'],
    agentId: row.agent_id, agent: view.agent, clientId: row.client_id, client: view.client, humanId: row.human_id, human: view.human, resourceKeys: row.resource_keys,
    outcome: row.outcome as UsageFact['outcome'], verdict: row.verdict, grantId: row.grant_id, nearestGrantId: row.nearest_grant_id === '' ? null : row.nearest_grant_id,
    count: row.count, firstAt: row.first_at.getTime(), lastAt: row.last_at.getTime(),
  }
}
