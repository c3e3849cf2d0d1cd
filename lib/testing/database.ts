import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { db } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { TEMPLATE } from './database-server'

/**
 * Gives the test file a database of its own, cloned from the migrated template, and points `db()` and `pool()` at it.
 * Call it once at the top of a `*.db.test.ts` file; `truncate()` empties the tables between tests.
 */
export function useDatabase(): { truncate: () => Promise<void>; url: () => string } {
  const name = `test_${randomBytes(6).toString('hex')}`
  const server = inject('databaseServer')
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  const cleaner = new pg.Client({ connectionString: url })
  beforeAll(async () => {
    await maintain(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
    await cleaner.connect()
    Object.assign(processState(), { databaseUrl: url, rootSecret: 'the secret of tests, long enough for anything' })
  })
  afterAll(async () => {
    await cleaner.end()
    await closeConnections()
    await maintain(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
  return { truncate: () => empty(cleaner), url: () => url }
}

async function maintain(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await client.query(statement)
        return
      } catch (error) {
        // Two files cloning at once may find the template in use for an instant (55006).
        if (attempt > 100 || (error as { code?: string }).code !== '55006') throw error
        await client.query('SELECT pg_sleep(0.05)')
      }
    }
  } finally {
    await client.end()
  }
}

const KEPT = ['databaseUrl', 'rootSecret', 'prisma', 'pool']

async function closeConnections(): Promise<void> {
  const state = processState()
  if (state['prisma'] !== undefined) await db().$disconnect()
  if (state['pool'] !== undefined) await pool().end()
  for (const key of Object.keys(state)) delete state[key]
}

/**
 * Empties every table but the migrations'; the triggers that guard the trail rest meanwhile. What the process remembers is forgotten.
 * Rows are deleted: tests leave few, and a truncation makes new files for every table and index, which took most of a test's time.
 */
async function empty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT format('%I', relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN ('_prisma_migrations', 'declaration_epoch')",
  )
  await client.query(`SET session_replication_role = replica; ${rows.map(({ name }) => `DELETE FROM ${name};`).join(' ')} UPDATE declaration_epoch SET epoch = epoch + 1`)
  const state = processState()
  for (const key of Object.keys(state)) if (!KEPT.includes(key)) delete state[key]
}
