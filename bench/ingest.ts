import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import { freePort, startEmbedded } from '@/lib/db/embedded'
import { programRoot } from '@/lib/db/program-root'
import { cpuOfPostgres, cpuOfProcess } from './cpu'
import { declareWorld, eventLine } from './ingest-world'

const EVENTS = Number(process.env['BENCH_EVENTS'] ?? 200_000)
const PER_REQUEST = 5_000
const SENDERS = 4
const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)

type Round = { http: number; copy: number; node: number; postgres: number; copyPostgres: number }

/** End-to-end ingest over HTTP into the real program beside a raw COPY of the same rows into the same table shape, in one run. */
async function bench(): Promise<void> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'bailiwick-bench-'))
  const store = await startEmbedded({ dataDir: path.join(dataDir, 'store'), password: 'bench' })
  const client = new pg.Client({ connectionString: store.url })
  client.on('error', () => undefined)
  let program: Program | null = null
  try {
    program = await startProgram(path.join(dataDir, 'program'), store.url)
    await client.connect()
    await declareWorld(client, new Date().toISOString())
    // The first deliveries make the partitions and warm both processes up.
    await sendRound(program, 0, 20_000)
    await makeTwin(client)
    const rounds: Round[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      rounds.push(await measure(client, program, round))
      print(round, rounds.at(-1) as Round)
    }
    const median = (read: (round: Round) => number): number => rounds.map(read).sort((a, b) => a - b)[Math.floor(rounds.length / 2)] ?? 0
    process.stdout.write(`\nMedian of ${rounds.length}: ${thousands(median((r) => r.http))} events/s over HTTP, ${thousands(median((r) => r.copy))} rows/s by COPY, ratio ${median((r) => r.http / r.copy).toFixed(2)} (at least 0.33 is wanted)\n`)
    process.exitCode = median((r) => r.http / r.copy) >= 0.33 ? 0 : 1
  } finally {
    await program?.stop()
    // A failed COPY leaves its connection waiting; stopping the store ends it.
    void client.end().catch(() => undefined)
    await store.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

type Program = { port: number; token: string; pid: number; stop: () => Promise<void> }

async function startProgram(dataDir: string, databaseUrl: string): Promise<Program> {
  const port = await freePort()
  const child = spawn(process.execPath, [path.join(programRoot(), 'dist/main.mjs')], {
    env: {
      ...process.env, NODE_ENV: 'production', PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: databaseUrl, BAILIWICK_DATA_DIR: dataDir, BAILIWICK_LOG_LEVEL: 'error',
      BAILIWICK_INIT_ADMIN_EMAIL: 'bench@acme.test', BAILIWICK_INIT_ADMIN_PASSWORD: 'correct horse battery staple 9', BAILIWICK_INIT_API_TOKEN: 'generate',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((done) => { child.once('exit', () => done()) })
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`http://127.0.0.1:${port}/api/health/ready`).then((answer) => answer.ok, () => false)
    if (ready) break
    if (child.exitCode !== null || tries > 600) throw new Error('The program did not become ready.')
    await sleep(100)
  }
  const token = readFileSync(path.join(dataDir, 'init-token'), 'utf8').trim()
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM')
    await ended
  }
  return { port, token, pid: child.pid ?? 0, stop }
}

/** The same columns, indexes and partitions, to COPY into. */
async function makeTwin(client: pg.Client): Promise<void> {
  await client.query('CREATE TABLE bench_copy (LIKE activity_event INCLUDING ALL) PARTITION BY RANGE (occurred_at)')
  const { rows } = await client.query<{ name: string; bounds: string }>(
    "SELECT c.relname AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'activity_event'::regclass",
  )
  for (const { name, bounds } of rows) await client.query(`CREATE TABLE bench_${name} PARTITION OF bench_copy ${bounds}`)
  // LIKE takes the indexes of a partitioned table along, so the twin has all of them.
}

async function measure(client: pg.Client, program: Program, round: number): Promise<Round> {
  const nodeBefore = cpuOfProcess(program.pid)
  const postgresBefore = await cpuOfPostgres(client)
  const seconds = await sendRound(program, round, EVENTS)
  const [node, postgres] = [cpuOfProcess(program.pid) - nodeBefore, (await cpuOfPostgres(client)) - postgresBefore]
  const { rows } = await client.query<{ count: string }>("SELECT count(*) AS count FROM activity_event WHERE source_event_id LIKE $1", [`bench-${round}-%`])
  if (Number(rows[0]?.count) !== EVENTS) throw new Error(`Only ${rows[0]?.count} events were stored.`)
  const data = await copyOut(client, round)
  const copyBefore = await cpuOfPostgres(client)
  const copySeconds = await copyIn(client, data)
  const copyPostgres = (await cpuOfPostgres(client)) - copyBefore
  return { http: EVENTS / seconds, copy: EVENTS / copySeconds, node: (node / EVENTS) * 1e6, postgres: (postgres / EVENTS) * 1e6, copyPostgres: (copyPostgres / EVENTS) * 1e6 }
}

/** Sends a round's events from several senders and answers the seconds it took until the last acknowledgement. */
async function sendRound(program: Program, round: number, count: number): Promise<number> {
  const now = Date.now()
  const bodies = Array.from({ length: Math.ceil(count / PER_REQUEST) }, (_, i) =>
    Buffer.from(Array.from({ length: Math.min(PER_REQUEST, count - i * PER_REQUEST) }, (__, j) => eventLine(round, i * PER_REQUEST + j, now)).join('\n')))
  const agent = new Agent({ keepAlive: true, maxSockets: SENDERS })
  const start = performance.now()
  await Promise.all(Array.from({ length: SENDERS }, async () => {
    for (let body = bodies.pop(); body !== undefined; body = bodies.pop()) await deliver(program, agent, body)
  }))
  agent.destroy()
  return (performance.now() - start) / 1000
}

function deliver(program: Program, agent: Agent, body: Buffer): Promise<void> {
  return new Promise((done, failed) => {
    const call = request({
      host: '127.0.0.1', port: program.port, path: '/api/v1/events', method: 'POST', agent,
      headers: { authorization: `Bearer ${program.token}`, 'bailiwick-source': 'bench', 'content-type': 'application/x-ndjson', 'content-length': body.byteLength },
    }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => { text += chunk.toString() })
      answer.on('end', () => {
        if (answer.statusCode === 200 && text.includes('"rejected":0')) done()
        else failed(new Error(`${answer.statusCode}: ${text.slice(0, 500)}`))
      })
    })
    call.once('error', failed)
    call.end(body)
  })
}

async function copyOut(client: pg.Client, round: number): Promise<Buffer[]> {
  const stream = client.query(copyTo(`COPY (SELECT * FROM activity_event WHERE source_event_id LIKE 'bench-${round}-%') TO STDOUT`))
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return chunks
}

function copyIn(client: pg.Client, chunks: readonly Buffer[]): Promise<number> {
  const data = Buffer.concat(chunks)
  const start = performance.now()
  return new Promise((done, failed) => {
    const stream = client.query(copyFrom('COPY bench_copy FROM STDIN'))
    stream.once('error', failed)
    stream.once('finish', () => done((performance.now() - start) / 1000))
    let at = 0
    const write = (): void => {
      while (at < data.length) {
        const next = data.subarray(at, at + 256 * 1024)
        at += next.length
        if (!stream.write(next)) {
          stream.once('drain', write)
          return
        }
      }
      stream.end()
    }
    write()
  })
}

function print(round: number, result: Round): void {
  if (round === 1) {
    process.stdout.write(`${thousands(EVENTS)} events, ${thousands(PER_REQUEST)} a request, ${SENDERS} senders, ${availableParallelism()} cores\n\n`)
    process.stdout.write('round   HTTP events/s   COPY rows/s   ratio   Node µs/event   PostgreSQL µs/event   PostgreSQL µs/row of COPY\n')
  }
  const cells = [String(round).padStart(5), thousands(result.http).padStart(15), thousands(result.copy).padStart(13), (result.http / result.copy).toFixed(2).padStart(7), result.node.toFixed(1).padStart(15), result.postgres.toFixed(1).padStart(21), result.copyPostgres.toFixed(1).padStart(27)]
  process.stdout.write(`${cells.join(' ')}\n`)
}

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en')
}

await bench()
