import pg from 'pg'
import { externalFilter } from './external-tables'
import { type Migration, migrationsList, readMigrations, readSchema } from './migration-folder'
import { openSchemaEngine } from './schema-engine'
import { messageOf, StartFailure } from './start-failure'

// Chosen once; every replica takes it before it looks at the migrations.
const MIGRATION_LOCK = 7_410_000

type Applied = { migration_name: string; checksum: string; finished: boolean }

/**
 * Brings the database to this program's schema and returns the names of what was applied. Safe when several replicas start at
 * once: one migrates, the others wait and find nothing to do. Each migration is one transaction. Refuses a database that is
 * newer than the program, or whose migrations are not ours.
 */
export async function migrate(url: string, root: string): Promise<string[]> {
  const migrations = readMigrations(root)
  const client = new pg.Client({ connectionString: url, application_name: 'bailiwick migrations' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const applied = await readApplied(client)
    assertOurs(applied, migrations)
    const done = new Set(applied.filter((row) => row.finished).map((row) => row.migration_name))
    const pending = migrations.filter((migration) => !done.has(migration.name))
    if (pending.length === 0) return []
    // A process killed while migrating left a row without an end; the migration itself was rolled back with its transaction.
    if (applied.some((row) => !row.finished)) await client.query('UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL')
    return await apply(url, root, migrations)
  } finally {
    await client.end()
  }
}

async function readApplied(client: pg.Client): Promise<Applied[]> {
  const exists = await client.query<{ found: boolean }>("SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found")
  if (exists.rows[0]?.found !== true) {
    await assertEmpty(client)
    return []
  }
  const { rows } = await client.query<Applied>('SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at')
  return rows
}

async function assertEmpty(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ relname: string }>("SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') LIMIT 3")
  if (rows.length === 0) return
  throw new StartFailure(`the database is not empty and is not Bailiwick's (it has tables such as ${rows.map((row) => row.relname).join(', ')}).`, {
    kept: 'nothing in it was changed.', todo: 'point DATABASE_URL at an empty database made for Bailiwick.',
  })
}

function assertOurs(applied: readonly Applied[], migrations: readonly Migration[]): void {
  const ours = new Map(migrations.map((migration) => [migration.name, migration]))
  const newer = applied.filter((row) => !ours.has(row.migration_name))
  if (newer.length > 0) {
    throw new StartFailure(`the database is newer than this program: it has ${newer.map((row) => row.migration_name).join(', ')}, which this program does not know.`, {
      kept: 'nothing in it was changed.', todo: 'start the newer version of the program, or restore a backup from before the upgrade.',
    })
  }
  const edited = applied.filter((row) => row.finished && ours.get(row.migration_name)?.checksum !== row.checksum)
  if (edited.length > 0) {
    throw new StartFailure(`the migration ${edited.map((row) => row.migration_name).join(', ')} was applied with another content than this program has.`, {
      kept: 'nothing in the database was changed.', todo: 'start the program version that made the database; while developing, remove the data directory to begin anew.',
    })
  }
}

async function apply(url: string, root: string, migrations: readonly Migration[]): Promise<string[]> {
  const { engine, release, lastError } = await openSchemaEngine(url, readSchema(root))
  try {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList: migrationsList(migrations), filters: externalFilter() })
    return appliedMigrationNames
  } catch (error) {
    const name = /`(\d{14}_\w+)`/.exec(messageOf(error))?.[1]
    throw new StartFailure(`the migration ${name ?? ''} failed: ${messageOf(lastError() ?? error)}`, {
      kept: 'each migration is one transaction; the failed one was rolled back whole and the data is as it was before it.',
      todo: 'report the message; when it names missing rights, give the database user CREATE on the database (and the extension btree_gist) and start again.',
      cause: error,
    })
  } finally {
    await release()
  }
}
