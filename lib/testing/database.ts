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
  beforeAll(async () => {
    await maintain(server, `CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`)
    Object.assign(processState(), { databaseUrl: url, rootSecret: 'the secret of tests, long enough for anything' })
  })
  afterAll(async () => {
    await closeConnections()
    await maintain(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
  return { truncate: () => truncate(url), url: () => url }
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

/** Empties every table but the migrations'; the triggers that guard the trail rest meanwhile. What the process remembers is forgotten. */
async function truncate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(
      "SELECT format('%I', relname) AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN ('_prisma_migrations', 'declaration_epoch')",
    )
    // Most tables are empty after most tests, and emptying one costs more than looking.
    const looks = rows.map(({ name }, index) => `SELECT ${index} AS index WHERE EXISTS (SELECT 1 FROM ${name})`)
    const full = await client.query<{ index: number }>(looks.join(' UNION ALL '))
    const names = full.rows.flatMap(({ index }) => rows[index]?.name ?? [])
    await client.query(`SET session_replication_role = replica; ${names.length === 0 ? '' : `TRUNCATE ${names.join(', ')} CASCADE;`} UPDATE declaration_epoch SET epoch = epoch + 1`)
    const state = processState()
    for (const key of Object.keys(state)) if (!KEPT.includes(key)) delete state[key]
  } finally {
    await client.end()
  }
}
