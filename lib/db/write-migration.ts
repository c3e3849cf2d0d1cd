import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { startEmbedded } from './embedded'
import { externalFilter } from './external-tables'
import { migrate } from './migrate'
import { migrationsList, readMigrations, readSchema } from './migration-folder'
import { openSchemaEngine } from './schema-engine'

/** What the engine answers when nothing differs. */
const NOTHING = /^\s*(--[^\n]*)?\s*$/

/**
 * The SQL that leads from the migrations to the schema files; null when nothing differs. `url` is an empty throwaway database
 * on which the migrations are replayed, which also tells which partitions exist.
 */
export async function schemaDifference(url: string, root: string, migrations = readMigrations(root)): Promise<string | null> {
  if (migrations.length > 0) await migrate(url, root)
  const files = readSchema(root)
  const filters = externalFilter(await partitions(url))
  const { engine, release } = await openSchemaEngine(url, files)
  try {
    const from = migrations.length === 0 ? { tag: 'empty' as const } : { tag: 'migrations' as const, ...migrationsList(migrations) }
    const { stdout } = await engine.diff({ from, to: { tag: 'schemaDatamodel', files }, script: true, exitCode: null, filters })
    return stdout === null || NOTHING.test(stdout) ? null : stdout
  } finally {
    await release()
  }
}

async function partitions(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ relname: string }>('SELECT relname FROM pg_class WHERE relispartition')
    return rows.map((row) => row.relname)
  } finally {
    await client.end()
  }
}

/** Writes `prisma/migrations/<stamp>_<name>/migration.sql` from what differs. Returns its path, or null when nothing differs. */
export async function writeMigration(root: string, name: string, stamp: string): Promise<string | null> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bailiwick-migration-'))
  const database = await startEmbedded({ dataDir, password: 'throwaway', throwaway: true })
  try {
    const sql = await schemaDifference(database.url, root)
    if (sql === null) return null
    const folder = path.join(root, 'prisma', 'migrations', `${stamp}_${name}`)
    mkdirSync(folder, { recursive: true })
    const file = path.join(folder, 'migration.sql')
    writeFileSync(file, sql)
    return file
  } finally {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
