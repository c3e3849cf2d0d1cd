import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries, type Binaries } from './embedded-binaries'
import { EMBEDDED_USER, lastLines, prepareCluster } from './embedded-cluster'
import { stopOrphan } from './embedded-orphan'
import { clusterFolder, makeDataFolder } from './embedded-place'
import { databaseUser, type RunAs } from './embedded-user'
import { codeOf, StartFailure } from './start-failure'

export type Embedded = {
  /** Connection string of the database `bailiwick`. */
  url: string
  /** The same for another database of the cluster. */
  urlOf: (database: string) => string
  /** Stops PostgreSQL cleanly; resolves when the process is gone. */
  stop: () => Promise<void>
  /** Resolves when the process ends by itself. */
  ended: Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  password: string
  /** Throwaway clusters of tests and of the migration writer: no fsync, little memory. */
  throwaway?: boolean
  say?: (line: string) => void
}

/** Starts the PostgreSQL that comes with the program on loopback and a free port. The caller holds the folder's lock. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const say = options.say ?? (() => {})
  const runAs = databaseUser()
  makeDataFolder(options.dataDir, runAs)
  const binaries = findBinaries(runAs)
  const cluster = clusterFolder(options.dataDir, runAs)
  if (existsSync(cluster) && stopOrphan(cluster, binaries, runAs)) say('Stopped a PostgreSQL left over from a run that was killed; nothing is lost.')
  if (!existsSync(cluster)) say(`Making a new database in ${cluster}`)
  await prepareCluster(cluster, binaries, runAs, options.password)
  const port = await freePort()
  const log = path.join(options.dataDir, 'postgres.log')
  const child = launch(binaries, cluster, port, log, runAs, options.throwaway === true)
  const urlOf = (database: string) => `postgresql://${EMBEDDED_USER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/${database}`
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await untilReady(child, urlOf('postgres'), log, say)
  await makeDatabase(urlOf('postgres'))
  return { url: urlOf('bailiwick'), urlOf, ended, stop: () => stop(child, ended) }
}

function launch(binaries: Binaries, cluster: string, port: number, log: string, runAs: RunAs, throwaway: boolean): ChildProcess {
  if (existsSync(log) && statSync(log).size > 8 * 1024 * 1024) truncateSync(log)
  // A file, not a pipe: when we are killed, PostgreSQL must not choke on its log.
  const output = openSync(log, 'a', 0o600)
  const args = ['-D', cluster, '-p', String(port), ...settings(throwaway).flatMap((setting) => ['-c', setting])]
  // Its own process group: Ctrl-C reaches us alone, and we stop it after the last request.
  const child = spawn(binaries.postgres, args, { ...runAs, cwd: cluster, env: { ...process.env, LC_ALL: 'C' }, detached: true, stdio: ['ignore', output, output] })
  closeSync(output)
  return child
}

/** Measured for the write path: they helped or did no harm. */
function settings(throwaway: boolean): string[] {
  const always = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'jit=off', 'logging_collector=off', 'log_min_messages=warning', 'timezone=UTC', 'log_timezone=UTC']
  if (throwaway) return [...always, 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=128MB', 'max_connections=200', 'max_wal_size=2GB', 'autovacuum=off']
  const quarter = Math.floor(totalmem() / 4 / 1024 / 1024)
  return [...always, `shared_buffers=${Math.max(64, Math.min(1024, quarter))}MB`, 'max_wal_size=8GB', 'checkpoint_timeout=15min', 'wal_buffers=32MB', 'max_connections=100']
}

async function untilReady(child: ChildProcess, url: string, log: string, say: (line: string) => void): Promise<void> {
  let gone: string | null = null
  child.once('error', (error) => { gone = error.message })
  child.once('exit', () => { gone ??= lastLines(existsSync(log) ? readFileSync(log, 'utf8') : '') })
  for (let waited = 0; ; waited += 1) {
    if (gone !== null) {
      throw new StartFailure(`PostgreSQL ended while starting: ${gone}`, { kept: 'its data is as it was.', todo: `read the end of ${log}; when the disk is full or memory is short, free some and start again.` })
    }
    if (waited > 0 && waited % 200 === 0) say('PostgreSQL is still recovering what was written before it was stopped…')
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => {})
    try {
      await client.connect()
      return
    } catch (error) {
      if (codeOf(error) === '28P01') {
        child.kill('SIGINT')
        throw new StartFailure('the database does not accept the password in secrets.json.', { kept: 'the data was not touched.', todo: 'put back the secrets.json that belongs to this data directory.' })
      }
      await sleep(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = 'bailiwick'")
    if (found.rowCount === 0) await client.query('CREATE DATABASE bailiwick')
  } finally {
    await client.end()
  }
}

async function stop(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  // SIGINT is PostgreSQL's “fast” shutdown: open transactions are rolled back, everything committed is written out.
  child.kill('SIGINT')
  await ended
}

/** A port nobody listens on now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('The system gave no port.'))))
    })
  })
}
