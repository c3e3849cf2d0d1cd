import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { StartFailure } from './start-failure'

/** Under whom PostgreSQL runs. Empty = as ourselves; PostgreSQL refuses to run as root. */
export type RunAs = { uid?: number; gid?: number }

/** Ourselves, or for root the system user `postgres`, which is made when it is missing. */
export function databaseUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const found = findUser('postgres')
  if (found !== null) return found
  makeUser()
  const made = findUser('postgres')
  if (made !== null) return made
  throw new StartFailure('PostgreSQL refuses to run as root, and no user “postgres” could be made for it.', {
    kept: 'nothing was created or changed.',
    todo: 'run `useradd --system postgres` (or start as an ordinary user), or set DATABASE_URL to a PostgreSQL of your own.',
  })
}

function findUser(name: string): RunAs | null {
  try {
    for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
      const [user, , uid, gid] = line.split(':')
      if (user === name && uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) }
    }
  } catch {
    // No such file: not a system on which we could have become another user anyway.
  }
  return null
}

function makeUser(): void {
  const ways: [string, string[]][] = [
    ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']],
    ['adduser', ['-S', '-D', '-H', 'postgres']],
  ]
  for (const [command, args] of ways) {
    if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return
  }
}
