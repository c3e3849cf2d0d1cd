import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { SchemaFile } from './schema-engine'

export type Migration = { name: string; sql: string; /** SHA-256 in hex, as `_prisma_migrations` keeps it. */ checksum: string }

/** The migrations of this program, oldest first. */
export function readMigrations(root: string): Migration[] {
  const folder = path.join(root, 'prisma', 'migrations')
  if (!existsSync(folder)) return []
  return readdirSync(folder).filter((name) => /^\d{14}_[a-z0-9_]+$/.test(name)).sort().map((name) => {
    const sql = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  })
}

export function readSchema(root: string): SchemaFile[] {
  const folder = path.join(root, 'prisma', 'schema')
  return readdirSync(folder).filter((name) => name.endsWith('.prisma')).sort().map((name) => ({ path: name, content: readFileSync(path.join(folder, name), 'utf8') }))
}

/** The same in the shape that the schema engine takes. */
export function migrationsList(migrations: readonly Migration[]) {
  return {
    baseDir: 'prisma/migrations',
    shadowDbInitScript: '',
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    migrationDirectories: migrations.map(({ name, sql }) => ({ path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } } })),
  }
}
