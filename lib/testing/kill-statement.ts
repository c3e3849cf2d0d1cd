import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { programRoot } from '@/lib/db/program-root'
import { rows } from '@/lib/db/pool'
import type { KillOrder, KillReport } from './kill-program'

type Child = ChildProcessByStdio<Writable, Readable, Readable>
/** How the test program ended: by itself with its report, or killed. */
export type Ended = { killed: true } | ({ killed: false } & KillReport)

const NAME = 'killed'

function start(): Child {
  const root = programRoot()
  const file = (name: string): string => join(root, 'lib', 'testing', name)
  // What it has compiled once it does not compile again.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'bailiwick-test-compiled'), NODE_NO_WARNINGS: '1' }
  return spawn(join(root, 'node_modules', '.bin', 'node'), ['--import', file('kill-loader.ts'), file('kill-program.ts')], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** Test programs that are started ahead, so that one is loading while another works. `end` ends those that were not used. */
export function killPrograms(ahead = 2): { run: (order: Omit<KillOrder, 'secret'>) => Promise<Ended>; end: () => void } {
  const ready: Child[] = []
  const fill = (): void => {
    while (ready.length < ahead) ready.push(start())
  }
  const run = async (order: Omit<KillOrder, 'secret'>): Promise<Ended> => {
    fill()
    const child = ready.shift() ?? start()
    fill()
    const url = new URL(order.url)
    url.searchParams.set('application_name', NAME)
    let [out, complaint] = ['', '']
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
    child.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString() })
    const ended = new Promise<[number | null, NodeJS.Signals | null]>((done) => child.once('close', (code, signal) => done([code, signal])))
    child.stdin.end(`${JSON.stringify({ ...order, url: url.href, secret: 'the secret of tests, long enough for anything' } satisfies KillOrder)}\n`)
    const [code, signal] = await ended
    await untilForgotten()
    if (signal === 'SIGKILL') return { killed: true }
    if (code !== 0) throw new Error(`The test program ended with ${String(code ?? signal)}: ${complaint}`)
    return { killed: false, ...(JSON.parse(out) as KillReport) }
  }
  return { run, end: () => ready.forEach((child) => child.kill('SIGKILL')) }
}

/** Waits until the database has noticed that the process is gone, and has undone what it left open. */
async function untilForgotten(): Promise<void> {
  for (;;) {
    const [left] = await rows<{ count: number }>('SELECT count(*) AS count, pg_sleep(0.002) FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1', [NAME])
    if (left?.count === 0) return
  }
}
