import { expect, inject, test } from 'vitest'
import pg from 'pg'
import { migrate } from './migrate'
import { programRoot } from './program-root'
import { schemaDifference } from './write-migration'

async function withDatabase<T>(name: string, work: (url: string) => Promise<T>): Promise<T> {
  const server = inject('databaseServer')
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(`CREATE DATABASE ${name}`)
  try {
    return await work(url)
  } finally {
    await client.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await client.end()
  }
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

test('the migrations say exactly what the schema files say, and no diff drops a table that is raw SQL', async () => {
  expect(await withDatabase('schema_diff', (url) => schemaDifference(url, programRoot()))).toBeNull()
})

test('of several replicas that start at once one migrates and the others find nothing to do', async () => {
  await withDatabase('schema_replicas', async (url) => {
    const applied = await Promise.all([1, 2, 3].map(() => migrate(url, programRoot())))
    expect(applied.map((names) => names.length > 0).filter(Boolean)).toHaveLength(1)
    expect(await migrate(url, programRoot())).toEqual([])
  })
})

test('a database that is newer than the program is refused and left as it is', async () => {
  await withDatabase('schema_newer', async (url) => {
    await migrate(url, programRoot())
    await ask(url, "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'x', '29990101000000_future', now())")
    await expect(migrate(url, programRoot())).rejects.toThrow(/newer than this program.*29990101000000_future/)
  })
})

test('a migration that was applied with another content is refused', async () => {
  await withDatabase('schema_edited', async (url) => {
    await migrate(url, programRoot())
    await ask(url, "UPDATE _prisma_migrations SET checksum = 'x'")
    await expect(migrate(url, programRoot())).rejects.toThrow(/another content/)
  })
})

test('a migration cut off by a kill is applied at the next start', async () => {
  await withDatabase('schema_killed', async (url) => {
    await migrate(url, programRoot())
    await ask(url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    await ask(url, "CREATE TABLE _prisma_migrations (id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count integer NOT NULL DEFAULT 0)")
    await ask(url, "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '20261121000000_initial')")
    expect(await migrate(url, programRoot())).toContain('20261121000000_initial')
  })
})

test("somebody else's database is refused and left as it is", async () => {
  await withDatabase('schema_foreign', async (url) => {
    await ask(url, 'CREATE TABLE orders (id int)')
    await expect(migrate(url, programRoot())).rejects.toThrow(/not Bailiwick's.*orders/)
    expect(await ask(url, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")).toEqual([{ relname: 'orders' }])
  })
})
