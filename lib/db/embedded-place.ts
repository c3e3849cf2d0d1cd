import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { RunAs } from './embedded-user'
import { messageOf, StartFailure } from './start-failure'

const OUTSIDE = '/var/lib/bailiwick'

/** For root only: where the user `postgres` can reach what it cannot reach in the clone. */
export function fallbackFolder(): string {
  mkdirSync(OUTSIDE, { recursive: true, mode: 0o755 })
  chmodSync(OUTSIDE, 0o755)
  return OUTSIDE
}

/** Makes the data directory. Others may pass through it (PostgreSQL runs as its own user) but not list it. */
export function makeDataFolder(dataDir: string, runAs: RunAs): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: runAs.uid === undefined ? 0o700 : 0o711 })
    if (runAs.uid !== undefined && (statSync(dataDir).mode & 0o001) === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o011)
  } catch (error) {
    throw new StartFailure(`the data directory ${dataDir} cannot be made or used (${messageOf(error)}).`, {
      kept: 'nothing was changed.', todo: 'give the program a directory it may write to, with BAILIWICK_DATA_DIR.',
    })
  }
}

/**
 * Where the cluster lives: `<data>/pg`. Started by root under a folder that `postgres` may not pass (/root), it lives under
 * /var/lib/bailiwick instead, and `<data>/pg-location` says where.
 */
export function clusterFolder(dataDir: string, runAs: RunAs): string {
  const inside = path.join(dataDir, 'pg')
  const note = path.join(dataDir, 'pg-location')
  if (existsSync(note)) return readFileSync(note, 'utf8').trim()
  if (existsSync(inside) || canPass(dataDir, runAs)) return inside
  // Not derived from the data directory's name: who removes that directory begins anew and finds no database without its secrets.
  const home = path.join(fallbackFolder(), randomBytes(6).toString('hex'))
  mkdirSync(home, { recursive: true, mode: 0o711 })
  const outside = path.join(home, 'pg')
  writeFileSync(note, `${outside}\n`)
  return outside
}

/** May this user walk down to the folder? Reads the permission bits of every folder on the way. */
function canPass(folder: string, runAs: RunAs): boolean {
  if (runAs.uid === undefined) return true
  for (let at = realpathSync(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = statSync(at)
    const bit = uid === runAs.uid ? 0o100 : gid === runAs.gid ? 0o010 : 0o001
    if ((mode & bit) === 0) return false
    if (at === path.dirname(at)) return true
  }
}
