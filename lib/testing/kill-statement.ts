import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { build } from 'esbuild'
import { programRoot } from '@/lib/db/program-root'
import { rows } from '@/lib/db/pool'
import type { KillOrder, KillReport } from './kill-program'

type Child = { name: string; process: ChildProcessByStdio<Writable, Readable, Readable> }
/** How the test program ended: by itself with its report, or killed. */
export type Ended = { killed: true } | ({ killed: false } & KillReport)

/** The test program in one file beside the packages, which loads in a tenth of the time that its hundreds of files take. */
async function bundle(): Promise<string> {
  const root = programRoot()
  const outfile = join(root, 'node_modules', '.cache', 'bailiwick-test', `kill-program-${process.pid}.mjs`)
  await build({ entryPoints: [join(root, 'lib', 'testing', 'kill-program.ts')], outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external', alias: { '@': root }, logLevel: 'error' })
  return outfile
}

let started = 0

/** `name`: by which the database knows its connections. */
function start(file: string, database: string): Child {
  const name = `killed-${(started += 1)}`
  const url = new URL(database)
  url.searchParams.set('application_name', name)
  const env = { ...process.env, NODE_NO_WARNINGS: '1', DATABASE_URL: url.href }
  return { name, process: spawn(join(programRoot(), 'node_modules', '.bin', 'node'), [file], { cwd: programRoot(), env, stdio: ['pipe', 'pipe', 'pipe'] }) }
}

/** Test programs against a database, started ahead, so that one gets warm while another works. `end` ends those that were not used. */
export function killPrograms(url: () => string): { run: (order: KillOrder) => Promise<Ended>; end: () => Promise<void> } {
  let bundled: Promise<string> | null = null
  let next: Child | null = null
  const run = async (order: KillOrder): Promise<Ended> => {
    const file = await (bundled ??= bundle())
    const child = next ?? start(file, url())
    next = start(file, url())
    let [out, complaint] = ['', '']
    child.process.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
    child.process.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString() })
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((done) => child.process.once('close', (code, signal) => done([code, signal])))
    child.process.stdin.end(`${JSON.stringify(order)}\n`)
    const [code, signal] = await ended
    await untilForgotten(child.name)
    if (signal === 'SIGKILL') return { killed: true }
    if (code !== 0) throw new Error(`The test program ended with ${String(code ?? signal)}: ${complaint}`)
    return { killed: false, ...(JSON.parse(out) as KillReport) }
  }
  const end = async (): Promise<void> => {
    next?.process.kill('SIGKILL')
    if (bundled !== null) rmSync(await bundled)
  }
  return { run, end }
}

/** Waits until the database has noticed that the process is gone, and has undone what it left open. */
async function untilForgotten(name: string): Promise<void> {
  for (;;) {
    const [left] = await rows<{ count: number }>('SELECT count(*) AS count, pg_sleep(0.002) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1', [name])
    if (left?.count === 0) return
  }
}
