import { rows } from '@/lib/db/pool'
import { eventKey, keyOfEventId } from '@/lib/activity/canonical'

/** Names and targets that a search text may stand for; more would be no search. */
const MEANINGS = 200

type Meaning = { what: string; value: string }

/**
 * A search text as a condition. It is looked for inside names and targets that the registry and the roll-up know, which are few,
 * and compared whole with ids, tasks, sessions and traces, which are many: so no search reads the text of every event.
 */
export async function searchCondition(q: string, bind: (value: unknown) => string): Promise<string> {
  const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`
  const found = await rows<Meaning>(
    `(SELECT DISTINCT holder_kind::text || '_id' AS what, holder_id AS value FROM name_binding WHERE name ILIKE $1 LIMIT ${MEANINGS})
     UNION ALL (SELECT DISTINCT 'target', target FROM usage WHERE target ILIKE $1 LIMIT ${MEANINGS})
     UNION ALL (SELECT DISTINCT 'server_name', server_name FROM usage WHERE server_name ILIKE $1 LIMIT ${MEANINGS})
     UNION ALL (SELECT DISTINCT 'agent_name', agent_name FROM usage WHERE agent_name ILIKE $1 LIMIT ${MEANINGS})
     UNION ALL (SELECT DISTINCT 'client_name', client_name FROM usage WHERE client_name ILIKE $1 LIMIT ${MEANINGS})
     UNION ALL (SELECT DISTINCT 'human_name', human_name FROM usage WHERE human_name ILIKE $1 LIMIT ${MEANINGS})`, [pattern],
  )
  const byColumn = Map.groupBy(found, ({ what }) => (what === 'person_id' ? 'human_id' : what))
  const conditions = [...byColumn].map(([column, meanings]) => oneOf(column, meanings.map(({ value }) => value), bind))
  const place = bind(q)
  for (const column of ['trace_id', 'session', 'task']) conditions.push(`(${column} IS NOT NULL AND hashtextextended(${column}, 0) = hashtextextended(${place}, 0) AND ${column} = ${place})`)
  const events = await eventsCalled(q)
  if (events.length > 0) conditions.push(`(${events.map(({ key, at }) => `(occurred_at = ${bind(at)}::timestamptz AND key = ${bind(key)}::uuid)`).join(' OR ')})`)
  return `(${conditions.join(' OR ')})`
}

const BY_ID: ReadonlySet<string> = new Set(['server_id', 'agent_id', 'client_id', 'human_id'])

function oneOf(column: string, values: readonly string[], bind: (value: unknown) => string): string {
  const place = bind(values)
  if (BY_ID.has(column)) return `${column} = ANY(${place})`
  const hashes = `hashtextextended(${column}, 0) = ANY(SELECT hashtextextended(v, 0) FROM unnest(${place}::text[]) AS v)`
  const unregistered = column === 'target' ? '' : `${column.replace('_name', '_id')} IS NULL AND ${column} IS NOT NULL AND `
  return `(${unregistered}${hashes} AND ${column} = ANY(${place}))`
}

/** Events whose own or source's id this is. */
async function eventsCalled(q: string): Promise<{ key: string; at: string }[]> {
  const own = keyOfEventId(q)
  const sources = await rows<{ id: string }>('SELECT id FROM source')
  const keys = [...(own === null ? [] : [own]), ...sources.map(({ id }) => eventKey(id, q, ''))]
  const found = await rows<{ key: string; at: Date }>('SELECT key, occurred_at AS at FROM event_key WHERE key = ANY($1::uuid[])', [keys])
  return found.map(({ key, at }) => ({ key, at: at.toISOString() }))
}
