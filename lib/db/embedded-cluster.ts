import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Binaries } from './embedded-binaries'
import type { RunAs } from './embedded-user'
import { StartFailure } from './start-failure'

const MAJOR = '18'

export const EMBEDDED_USER = 'bailiwick'

/**
 * Makes sure that `cluster` is a complete PostgreSQL data directory of our version. A new one is written beside it and renamed
 * into place, so that an interrupted start leaves nothing half-written under the name; leftovers of such starts are removed.
 */
export async function prepareCluster(cluster: string, binaries: Binaries, runAs: RunAs, password: string): Promise<'made' | 'found'> {
  removeUnfinished(cluster)
  if (clusterExists(cluster)) return 'found'
  const unfinished = `${cluster}.unfinished-${randomBytes(4).toString('hex')}`
  mkdirSync(unfinished, { mode: 0o700 })
  const passwordFile = `${unfinished}.password`
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (runAs.uid !== undefined && runAs.gid !== undefined) {
    chownSync(unfinished, runAs.uid, runAs.gid)
    chownSync(passwordFile, runAs.uid, runAs.gid)
  }
  try {
    await initdb(unfinished, passwordFile, binaries, runAs)
    // Renaming over an empty folder is allowed, and atomic.
    renameSync(unfinished, cluster)
  } finally {
    rmSync(passwordFile, { force: true })
    rmSync(unfinished, { recursive: true, force: true })
  }
  return 'made'
}

function removeUnfinished(cluster: string): void {
  const parent = path.dirname(cluster)
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${path.basename(cluster)}.unfinished-`)) rmSync(path.join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}

/** Is there a database to open? Refuses a folder that is not a whole PostgreSQL data directory of our version; an empty one counts as none. */
export function clusterExists(cluster: string): boolean {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return false
  const wanted = ['PG_VERSION', 'global/pg_control', 'base', 'pg_wal', 'postgresql.conf', 'pg_hba.conf']
  const missing = wanted.filter((name) => !existsSync(path.join(cluster, name)))
  if (missing.length > 0) {
    throw new StartFailure(`${cluster} is not a complete PostgreSQL data directory (it has no ${missing.join(', ')}). It was left half-written, or belongs to something else.`, {
      kept: 'nothing in it was read further, changed or removed.',
      todo: 'restore it from a backup, or move it away to begin with an empty database; or choose another folder with BAILIWICK_DATA_DIR.',
    })
  }
  const version = readFileSync(path.join(cluster, 'PG_VERSION'), 'utf8').trim()
  if (version !== MAJOR) {
    throw new StartFailure(`${cluster} was made by PostgreSQL ${version}; this program brings PostgreSQL ${MAJOR}.`, {
      kept: 'the data was not touched.',
      todo: `start it with the program version that made it and dump it (pg_dump), or upgrade the folder with pg_upgrade to ${MAJOR}.`,
    })
  }
  return true
}

async function initdb(folder: string, passwordFile: string, binaries: Binaries, runAs: RunAs): Promise<void> {
  const args = [
    `--pgdata=${folder}`, '--auth=scram-sha-256', `--username=${EMBEDDED_USER}`, `--pwfile=${passwordFile}`, '--encoding=UTF8',
    // Sorted by code point, upper and lower case by Unicode, the same on every computer.
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--no-instructions',
  ]
  const output: string[] = []
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn(binaries.initdb, args, { ...runAs, cwd: path.dirname(folder), env: { ...process.env, LC_ALL: 'C' }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()))
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) {
    throw new StartFailure(`a new database could not be made in ${path.dirname(folder)}: ${lastLines(output.join(''))}`, {
      kept: 'nothing existed before and nothing was left behind.', todo: 'check free space and permissions of the data directory, then start again.',
    })
  }
}

/** The last lines of a program's output, as one line. */
export function lastLines(text: string, count = 4): string {
  return text.trim().split('\n').slice(-count).map((line) => line.trim()).join(' | ')
}
