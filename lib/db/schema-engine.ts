import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, type SqlResultSet } from '@prisma/driver-adapter-utils'
import type * as Engine from '@prisma/schema-engine-wasm'
import pg from 'pg'

type EngineModule = typeof Engine & { __wbg_set_wasm: (exports: unknown) => void }

export type SchemaFile = { path: string; content: string }

/**
 * Prisma's schema engine as WebAssembly: no native engine, no download. The package imports its `.wasm` as a module, which
 * plain Node does not do, so it is put together by hand. `release` ends its connections.
 */
export async function openSchemaEngine(url: string, files: SchemaFile[]): Promise<{ engine: Engine.SchemaEngine; release: () => Promise<void>; lastError: () => unknown }> {
  const loadedModule = await loadModule()
  const driver = wholeScripts(url)
  const engine = await loadedModule.SchemaEngine.new({ datamodels: files.map((file) => [file.path, file.content]) }, () => {}, bindMigrationAwareSqlAdapterFactory(driver.factory))
  return {
    engine,
    lastError: driver.lastError,
    release: async () => {
      engine.free()
      await driver.dispose()
    },
  }
}

let loaded: Promise<EngineModule> | undefined

function loadModule(): Promise<EngineModule> {
  loaded ??= (async () => {
    const folder = path.dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'))
    const glue = (await import(/* @vite-ignore */ pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href)) as EngineModule
    const { instance } = await WebAssembly.instantiate(readFileSync(path.join(folder, 'schema_engine_bg.wasm')), { './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports })
    // Where the engine leaves its last words when it panics.
    Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(`Schema engine: ${message}\n`) } })
    glue.__wbg_set_wasm(instance.exports)
    ;(instance.exports['__wbindgen_start'] as () => void)()
    return glue
  })()
  return loaded
}

/**
 * The adapter's executeScript cuts scripts at every semicolon and runs the pieces one by one: it breaks function bodies and
 * leaves half a migration behind. Ours sends the script whole, which PostgreSQL runs as one transaction.
 */
function wholeScripts(url: string) {
  const opened: { dispose: () => Promise<void> }[] = []
  let last: unknown
  // In parts, because a connection string would win over the name of the shadow database.
  const { host, port, user, password, database, ssl } = new pg.Client({ connectionString: url })
  const factory = new PrismaPg({ host, port, user, password: password ?? undefined, database, ssl, max: 2 })
  for (const method of ['connect', 'connectToShadowDb'] as const) {
    const original = factory[method].bind(factory)
    factory[method] = async () => {
      const adapter = await original()
      // An idle connection that the server ends is no reason to end the process.
      adapter.underlyingDriver().on('error', () => {})
      adapter.executeScript = async (script) => {

        try {
          // The shadow database is dropped while its own pool still holds a connection to it.
          await adapter.underlyingDriver().query(script.replace(/^(DROP DATABASE "[^"]+")$/, '$1 WITH (FORCE)'))
        } catch (error) {
          last = error
          throw error
        }
      }
      const queryRaw = adapter.queryRaw.bind(adapter)
      adapter.queryRaw = async (query) => asCharacters(await queryRaw({ ...query, sql: readable(query.sql) }))
      if (method === 'connect') opened.push(adapter)
      return adapter
    }
  }
  return { factory, lastError: () => last, dispose: async () => void (await Promise.all(opened.map((adapter) => adapter.dispose().catch(() => {})))) }
}

/**
 * The engine's catalogue queries return PostgreSQL's "char", which the adapter cannot read: they are asked as text and handed over
 * as characters. Check and exclusion constraints only make the engine warn, but among them it stumbles over PostgreSQL 18's
 * not-null constraints: it is told that there are none.
 */
function readable(sql: string): string {
  return sql
    .replace('constr.contype AS', 'constr.contype::text AS')
    .replace("contype NOT IN ('p', 'u', 'f')", 'false')
    .replace('con.confdeltype,', 'con.confdeltype::text AS confdeltype,')
    .replace('con.confupdtype,', 'con.confupdtype::text AS confupdtype,')
}

const CHARACTERS = ['confdeltype', 'confupdtype', 'constraint_type']

function asCharacters(result: SqlResultSet): SqlResultSet {
  const columnTypes = result.columnTypes.map((type, at) => (CHARACTERS.includes(result.columnNames[at] ?? '') ? ColumnTypeEnum.Character : type))
  return { ...result, columnTypes }
}
