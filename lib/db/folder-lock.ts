import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { codeOf, StartFailure } from './start-failure'

type Holder = { pid: number; started: string; host: string; token: string }

const BEAT_MS = 5_000
/** A holder on another computer (a shared volume) counts as alive this long after its last beat. */
const ALIVE_MS = 30_000

/**
 * One process per data directory. The lock is a file naming its holder; a holder that no longer lives (killed, computer
 * restarted) is replaced without asking. Throws StartFailure when somebody lives.
 */
export async function lockFolder(dataDir: string): Promise<{ release: () => void }> {
  const file = path.join(dataDir, 'bailiwick.lock')
  const me: Holder = { pid: process.pid, started: startOf(process.pid), host: hostname(), token: randomBytes(8).toString('hex') }
  for (let attempt = 0; ; attempt += 1) {
    const holder = read(file)
    if (holder !== null && (attempt > 20 || isAlive(holder, file))) throw inUse(dataDir, holder)
    if (holder !== null) remove(file)
    try {
      writeFileSync(file, JSON.stringify(me), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw error
    }
    // Two starts may both have found a dead holder; the one whose file was replaced meanwhile gives way.
    await sleep(100)
    if (read(file)?.token === me.token) break
  }
  const beat = setInterval(() => touch(file), BEAT_MS)
  beat.unref()
  return {
    release: () => {
      clearInterval(beat)
      if (read(file)?.token === me.token) remove(file)
    },
  }
}

function inUse(dataDir: string, holder: Holder): StartFailure {
  return new StartFailure(`the data directory ${dataDir} is in use by another Bailiwick (process ${holder.pid} on ${holder.host}).`, {
    kept: 'the running one was not disturbed.',
    todo: 'use that one, stop it first, or choose another folder with BAILIWICK_DATA_DIR (and another PORT).',
  })
}

function read(file: string): Holder | null {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  try {
    return JSON.parse(text) as Holder
  } catch {
    // Cut off while being written: nobody who lives left it so.
    return { pid: 0, started: '', host: hostname(), token: '' }
  }
}

function isAlive(holder: Holder, file: string): boolean {
  if (holder.host !== hostname()) return Date.now() - statSync(file).mtimeMs < ALIVE_MS
  if (holder.pid <= 0 || holder.pid === process.pid) return false
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if (codeOf(error) !== 'EPERM') return false
  }
  const started = startOf(holder.pid)
  // Killed, but its parent has not taken note yet.
  if (started === 'dead') return false
  return started === '' || holder.started === '' || started === holder.started
}

/** When a process began, in clock ticks since boot with the boot's id: tells a reused pid. `dead` of a zombie; '' where the system does not say. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return 'dead'
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19] ?? ''}`
  } catch {
    return ''
  }
}

function touch(file: string): void {
  const now = new Date()
  try {
    utimesSync(file, now, now)
  } catch {
    // The folder is gone or read-only; the database will say so itself.
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file)
  } catch {
    // Another start removed it first.
  }
}
