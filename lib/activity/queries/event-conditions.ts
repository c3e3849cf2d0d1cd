import { type Actor, require } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { canonicalHumanName } from '@/lib/names/resolve'
import { type ActivityFilter, likePattern } from '@/lib/activity/filter'
import { holdersOf } from './known-names'
import { searchCondition } from './event-search'

/**
 * A filter as SQL. `common` conditions hold for every row; `branches` are alternatives that exclude each other, each served by
 * one index in time order, so that a page is the merge of a few short index scans instead of a sort. Values are numbered from $1.
 * `table` is what to read from.
 */
export type Conditions = { table: string; common: string[]; branches: string[]; values: unknown[] }

type Bind = (value: unknown) => string

export async function conditionsOf(actor: Actor, filter: ActivityFilter): Promise<Conditions> {
  const values: unknown[] = []
  const bind: Bind = (value) => `$${values.push(value)}`
  const common = plainConditions(filter, bind)
  const dimensions = await Promise.all([identity('agent', filter.agent, bind), identity('human', filter.human, bind), server(filter.server, bind), identity('client', filter.client, bind)])
  if (filter.q !== undefined) common.push(await searchCondition(filter.q, bind))
  const sets = dimensions.filter((branches) => branches !== null)
  const own = require(actor, 'activity.read') === 'own' ? actor.ownServerIds.map((id) => `server_id = ${bind(id)}`) : null
  if (own !== null) sets.push(own)
  const [first, ...others] = sets
  for (const branches of others) common.push(either(branches))
  return { table: await tableFor(filter, bind), common, branches: first === undefined ? ['true'] : first, values }
}

/** Rows of one resource up to which they are collected and sorted; more are found soon enough in time order. */
const RARE = 20_000

/** The planner takes any resource for a frequent one and would look for a rare one through all of time; so rare ones are collected first. */
async function tableFor({ resource }: ActivityFilter, bind: Bind): Promise<string> {
  if (resource === undefined || resource.includes('*')) return 'activity_event'
  const [found] = await rows<{ count: number }>(`SELECT count(*) AS count FROM (SELECT 1 FROM activity_event WHERE resources @> ARRAY[$1] LIMIT ${RARE}) AS hits`, [resource])
  return (found?.count ?? 0) < RARE ? `(SELECT * FROM activity_event WHERE resources @> ARRAY[${bind(resource)}] OFFSET 0) AS activity_event` : 'activity_event'
}

function either(branches: readonly string[]): string {
  return branches.length === 0 ? 'false' : `(${branches.join(' OR ')})`
}

async function identity(kind: 'agent' | 'client' | 'human', name: string | undefined, bind: Bind): Promise<string[] | null> {
  if (name === undefined) return null
  const given = kind === 'human' ? canonicalHumanName(name) : name
  const ids = await holdersOf(kind === 'human' ? 'person' : kind, given)
  return [...[...new Set(ids)].map((id) => `${kind}_id = ${bind(id)}`), `(${kind}_id IS NULL AND ${sameText(`${kind}_name`, given, bind)})`]
}

/** The server of this slug, or events that named one so, whoever that was. */
async function server(name: string | undefined, bind: Bind): Promise<string[] | null> {
  if (name === undefined) return null
  const [slugs, holders] = await Promise.all([rows<{ id: string }>('SELECT id FROM server WHERE slug = $1 OR id = $1', [name]), holdersOf('server', name)])
  const own = new Set(slugs.map((row) => row.id))
  const others = [...new Set(holders)].filter((id) => !own.has(id))
  return [
    ...[...own].map((id) => `server_id = ${bind(id)}`), ...others.map((id) => `(server_id = ${bind(id)} AND server_name = ${bind(name)})`),
    `(server_id IS NULL AND ${sameText('server_name', name, bind)})`,
  ]
}

/** Equality of a long text by its indexed hash, then by itself. */
function sameText(column: string, value: string, bind: Bind): string {
  const place = bind(value)
  return `hashtextextended(${column}, 0) = hashtextextended(${place}, 0) AND ${column} = ${place}`
}

function plainConditions(filter: ActivityFilter, bind: Bind): string[] {
  const conditions: string[] = []
  const among = (column: string, list: readonly string[] | undefined): void => {
    if (list !== undefined) conditions.push(`${column} = ANY(${bind(list)})`)
  }
  const same = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(sameText(column, value, bind))
  }
  among('kind', filter.kind)
  among('access', filter.access)
  among('outcome', filter.outcome)
  among('verdict', filter.verdict)
  conditions.push(...rareValues(filter))
  same('target', filter.target)
  same('trace_id', filter.trace)
  same('session', filter.session)
  same('task', filter.task)
  if (filter.grant !== undefined) conditions.push(`grant_id = ${bind(filter.grant)}`)
  if (filter.source !== undefined) conditions.push(`source_id = (SELECT id FROM source WHERE name = ${bind(filter.source)} OR id = ${bind(filter.source)} LIMIT 1)`)
  if (filter.from !== undefined) conditions.push(`occurred_at >= ${bind(new Date(filter.from).toISOString())}`)
  if (filter.to !== undefined) conditions.push(`occurred_at < ${bind(new Date(filter.to).toISOString())}`)
  if (filter.resource !== undefined) conditions.push(resourceCondition(filter.resource, bind))
  return conditions
}

/** Rare values said once more as literals, so that their partial indexes are seen to serve. */
function rareValues({ kind, outcome, verdict, access }: ActivityFilter): string[] {
  const conditions: string[] = []
  if (kind !== undefined && !kind.includes('tool_call')) conditions.push("kind <> 'tool_call'")
  if (outcome !== undefined && !outcome.includes('success')) conditions.push("outcome <> 'success'")
  if (verdict !== undefined && !verdict.includes('granted')) conditions.push("verdict <> 'granted'")
  if (access?.length === 1 && access[0] === 'admin') conditions.push("access = 'admin'")
  return conditions
}

function resourceCondition(resource: string, bind: Bind): string {
  if (!resource.includes('*')) return `resources @> ARRAY[${bind(resource)}]`
  return `EXISTS (SELECT 1 FROM unnest(resources) AS resource WHERE resource LIKE ${bind(likePattern(resource))})`
}
