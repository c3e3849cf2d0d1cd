import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { Binaries } from './embedded-binaries'
import type { RunAs } from './embedded-user'
import { StartFailure } from './start-failure'

/**
 * A Bailiwick that was killed leaves its PostgreSQL running. We hold the folder's lock, so nobody uses it: it is stopped
 * cleanly, which writes everything out, and started anew by us. Returns whether there was one.
 */
export function stopOrphan(cluster: string, binaries: Binaries, runAs: RunAs): boolean {
  const file = path.join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return false
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  const whose = ownerOf(pid, cluster)
  if (whose === 'nobody') return false
  if (whose === 'other') {
    // The number was given to another program since; PostgreSQL itself would refuse to start for fear of it.
    rmSync(file, { force: true })
    return false
  }
  const stop = spawnSync(binaries.pgCtl, ['stop', '-D', cluster, '-m', 'fast', '-t', '120', '-s'], { ...runAs, cwd: '/', encoding: 'utf8' })
  if (stop.status !== 0) {
    throw new StartFailure(`a PostgreSQL left over from an earlier run (process ${pid}) still uses ${cluster} and does not stop: ${stop.stderr?.trim() ?? ''}`, {
      kept: 'its data was not touched.', todo: `stop process ${pid} (kill -INT ${pid}), wait until it ends, then start again.`,
    })
  }
  return true
}

function ownerOf(pid: number, cluster: string): 'ours' | 'other' | 'nobody' {
  if (!Number.isInteger(pid) || pid <= 1) return 'nobody'
  try {
    process.kill(pid, 0)
  } catch {
    return 'nobody'
  }
  if (existsSync('/proc/self/cmdline')) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
      const folder = command[command.indexOf('-D') + 1]
      return /postgres/.test(command[0] ?? '') && folder !== undefined && same(folder, cluster) ? 'ours' : 'other'
    } catch {
      return 'nobody'
    }
  }
  const shown = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  return shown.stdout?.includes(cluster) ? 'ours' : 'other'
}

function same(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b)
  } catch {
    return a === b
  }
}
