import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '@/lib/db/embedded'
import { migrate } from '@/lib/db/migrate'
import { programRoot } from '@/lib/db/program-root'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of the server's maintenance database. */
    databaseServer: string
  }
}

/** The template's name: migrated once, cloned by every test file. */
export const TEMPLATE = 'bailiwick_template'

/** Vitest's global set-up: one throwaway PostgreSQL for the whole run, with one migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bailiwick-test-'))
  const server = await startEmbedded({ dataDir, password: 'throwaway', throwaway: true })
  const client = new pg.Client({ connectionString: server.urlOf('postgres') })
  await client.connect()
  await client.query(`CREATE DATABASE ${TEMPLATE}`)
  await migrate(server.urlOf(TEMPLATE), programRoot())
  await client.end()
  project.provide('databaseServer', server.urlOf('postgres'))
  return async () => {
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}
