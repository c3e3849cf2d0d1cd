import { rows } from '@/lib/db/pool'
import { once } from '@/lib/db/process-state'

type Row = Record<string, unknown>
/** Every row of every table, by table and primary key, as the store has them. */
export type Store = ReadonlyMap<string, ReadonlyMap<string, Row>>

const CATALOGUE = `SELECT relname AS name, coalesce((SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey::int2[]) WHERE i.indrelid = c.oid AND i.indisprimary), '{}') AS key
  FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations' ORDER BY relname`

/** The whole store at one moment, in one statement and so in one snapshot. */
export async function storeNow(): Promise<Store> {
  const tables = await once('testCatalogue', () => rows<{ name: string; key: string[] }>(CATALOGUE))
  const found = await rows<{ name: string; row: Row }>(tables.map(({ name }) => `SELECT '${name}' AS name, to_jsonb(t) AS row FROM "${name}" t`).join(' UNION ALL '))
  const store = new Map<string, Map<string, Row>>(tables.map(({ name }) => [name, new Map()]))
  const keys = new Map(tables.map(({ name, key }) => [name, key]))
  for (const { name, row } of found) {
    const key = keys.get(name) ?? []
    store.get(name)?.set(key.length === 0 ? JSON.stringify(row) : key.map((column) => String(row[column])).join(' '), row)
  }
  return store
}

/** One thing that is otherwise: a row that came (`added`), went (`removed`), or has another value in a column. */
export type Difference = { table: string; key: string; column: string; from: unknown; to: unknown }

/** What is otherwise in `after`, but for what `expected` names: a table (`trail_entry`), or a column of one (`server.version`). */
export function differences(before: Store, after: Store, expected: readonly string[] = []): Difference[] {
  const found: Difference[] = []
  for (const [table, rowsAfter] of after) {
    if (expected.includes(table)) continue
    const rowsBefore = before.get(table) ?? new Map<string, Row>()
    for (const key of new Set([...rowsBefore.keys(), ...rowsAfter.keys()])) {
      const [was, is] = [rowsBefore.get(key), rowsAfter.get(key)]
      if (was === undefined) found.push({ table, key, column: 'added', from: null, to: is })
      else if (is === undefined) found.push({ table, key, column: 'removed', from: was, to: null })
      else for (const column of Object.keys(is)) if (JSON.stringify(was[column]) !== JSON.stringify(is[column]) && !expected.includes(`${table}.${column}`)) found.push({ table, key, column, from: was[column], to: is[column] })
    }
  }
  return found
}

export const inWords = (all: readonly Difference[]): string[] => all.map((one) => `${one.table} ${one.key}: ${one.column} ${JSON.stringify(one.from)} → ${JSON.stringify(one.to)}`)

const REFUSALS = ['forbidden', 'not_found', 'conflict', 'illegal_transition', 'invalid_input', 'already_exists', 'unauthenticated', 'consent_required']

/** Every one of these is refused in words, and nothing whatever in the store has changed, not even the trail. */
export async function refusedWithoutTrace(attempts: Readonly<Record<string, () => Promise<unknown>>>, codes: readonly string[] = REFUSALS): Promise<void> {
  const before = await storeNow()
  for (const [name, attempt] of Object.entries(attempts)) {
    const code = await attempt().then(() => 'done', (error: { code?: string; message?: string }) => error.code ?? String(error.message))
    if (!codes.includes(code)) throw new Error(`${name}: was not refused as it should be, but ${code}`)
    const left = differences(before, await storeNow())
    if (left.length > 0) throw new Error(`${name}: was refused, but left a trace:\n${inWords(left).join('\n')}`)
  }
}

/** Columns that say when in the order of everything something was written or looked at: they differ between runs that came to the same. */
const ORDERED = ['seq', 'hash', 'prev_hash', 'epoch', 'looked_at']

/** The store with everything left out that differs between two runs which came to the same: made-up ids, places in chains. One text a row, sorted. */
export function comparable(store: Store): string[] {
  const found: string[] = []
  for (const [table, all] of store) {
    if (table === 'declaration_epoch') continue
    // What an open line lacks is said anew at each look.
    const plain = (row: Row, key: string, value: unknown): unknown => {
      if (ORDERED.includes(key) || (key === 'proof' && row['state'] === 'open')) return '·'
      // Lists of what was done in one go have no order that means anything.
      return Array.isArray(value) ? value.map((one) => JSON.stringify(one)).toSorted() : value
    }
    for (const row of all.values()) found.push(`${table} ${JSON.stringify(row, (key, value: unknown) => plain(row, key, value)).replace(/\b([a-z]{3})_\d{26}\b/g, '$1_·')}`)
  }
  return found.toSorted()
}

/** What only the first and what only the second has. */
export function onlyIn(first: readonly string[], second: readonly string[]): { first: string[]; second: string[] } {
  const without = (from: readonly string[], taken: readonly string[]): string[] => {
    const left = [...taken]
    return from.filter((one) => {
      const at = left.indexOf(one)
      if (at >= 0) left.splice(at, 1)
      return at < 0
    })
  }
  return { first: without(first, second), second: without(second, first) }
}
