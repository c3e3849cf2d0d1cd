import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { buildApp } from '@/lib/api/app'
import { db } from '@/lib/db/client'
import { clusterExists } from '@/lib/db/embedded-cluster'
import { freePort } from '@/lib/db/embedded'
import { lockFolder } from '@/lib/db/folder-lock'
import { clusterFolder, makeDataFolder } from '@/lib/db/embedded-place'
import { databaseUser } from '@/lib/db/embedded-user'
import { migrate } from '@/lib/db/migrate'
import { pool } from '@/lib/db/pool'
import { processSecret, processState } from '@/lib/db/process-state'
import { programRoot } from '@/lib/db/program-root'
import { failureText, isStartFailure } from '@/lib/db/start-failure'
import { type Env, env } from '@/lib/env'
import { makeDoor } from './door'
import { answerFirstAccess, assertStartToken } from './first-access'
import { startJobs } from './jobs-thread'
import { assertPortFree, listen } from './listen'
import { log, logLine } from './log'
import { startMetrics } from './metrics-server'
import { openDatabase } from './open-database'
import { openPages } from './pages'
import { readEnvironment } from './read-environment'
import { loadSecrets } from './secrets'
import { makeShutdown, type Step } from './shutdown'

const dev = process.argv.includes('--dev')
const demo = process.argv.includes('--demo')

/** What was opened so far, last first; a start that fails stops exactly this. */
const steps: Step[] = []
const opened = (name: string, stop: Step['stop']) => void steps.unshift({ name, stop })
const say = (line: string) => void process.stdout.write(`• ${line}\n`)

/** The start, as a table of contents. */
async function start(): Promise<void> {
  const root = programRoot()
  const settings = await readSettings(root)
  const secrets = await openDataFolder(settings)
  await assertPortFree(settings.port, settings.host)
  await openStore(settings, secrets.databasePassword, root)
  const door = await openDoors(settings, root)
  const shutdown = makeShutdown(steps, door)
  watch(shutdown)
  if (settings.metricsPort !== null) await openMetrics(settings.metricsPort, settings.host)
  await answerFirstAccess(settings, demo, say)
  // Last, because loading the demo replays the past, which a run of today would see half done.
  openJobs(root)
  await listen(door.server, settings.port, settings.host, 'PORT')
  log().info({ port: settings.port, host: settings.host }, `Listening on ${settings.publicUrl}`)
  say(`Bailiwick is at ${settings.publicUrl}  (Ctrl-C stops it)`)
}

async function readSettings(root: string): Promise<Env> {
  // Port 0 means any: it is chosen now, because addresses are printed and signed with it.
  if (process.env['PORT'] === '0') process.env['PORT'] = String(await freePort())
  readEnvironment(root)
  const settings = env()
  assertStartToken(settings)
  // next-auth reads this and its secret by itself.
  process.env['NEXTAUTH_URL'] = settings.publicUrl
  return settings
}

async function openDataFolder(settings: Env): Promise<{ databasePassword: string }> {
  const embedded = settings.databaseUrl === null
  const runAs = embedded ? databaseUser() : {}
  makeDataFolder(settings.dataDir, runAs)
  // Replicas with a database of their own outside may share the folder; the embedded one has a single user.
  if (embedded) {
    const lock = await lockFolder(settings.dataDir)
    opened('The lock of the data directory', async () => lock.release())
  }
  const secrets = loadSecrets(settings.dataDir, embedded && clusterExists(clusterFolder(settings.dataDir, runAs)))
  processState().rootSecret = settings.secret ?? secrets.root
  process.env['NEXTAUTH_SECRET'] = processSecret('session').toString('base64url')
  return secrets
}

async function openStore(settings: Env, password: string, root: string): Promise<void> {
  const database = await openDatabase({ databaseUrl: settings.databaseUrl, dataDir: settings.dataDir, password, say })
  opened('The database', database.close)
  processState().databaseUrl = database.url
  const applied = await migrate(database.url, root)
  if (applied.length > 0) say(`Brought the database up to date (${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'})`)
  opened('The connections', async () => void (await Promise.all([db().$disconnect(), pool().end()])))
  void database.ended?.then(() => {
    if (processState().draining === true) return
    logLine('error', 'PostgreSQL ended by itself; everything acknowledged is on disk. Bailiwick ends too and can be started again.')
    process.kill(process.pid, 'SIGTERM')
    process.exitCode = 1
  })
}

async function openDoors(settings: Env, root: string) {
  const pages: { open?: Awaited<ReturnType<typeof openPages>> } = {}
  const machine = getRequestListener(buildApp(logLine).fetch, { overrideGlobalObjects: false })
  const door = makeDoor({
    machine: (request, response) => machine(request, response),
    page: (request, response) => pages.open?.handle(request, response),
    dev, https: settings.publicUrl.startsWith('https:'), trustedProxies: settings.trustedProxies,
  })
  pages.open = await openPages({ dev, root, host: settings.host, port: settings.port, server: door.server })
  opened('The pages', pages.open.close)
  return door
}

function openJobs(root: string): void {
  const jobs = startJobs(new URL(`file://${path.join(root, 'dist', 'jobs.mjs')}`))
  opened('The jobs', jobs.stop)
}

async function openMetrics(port: number, host: string): Promise<void> {
  const server = await startMetrics(port, host)
  opened('The metrics', async () => {
    server.close()
    server.closeAllConnections()
  })
}

function watch(shutdown: ReturnType<typeof makeShutdown>): void {
  process.on('SIGINT', () => void shutdown('Ctrl-C', 0))
  process.on('SIGTERM', () => void shutdown('asked to end', process.exitCode === 1 ? 1 : 0))
  process.on('SIGHUP', () => void shutdown('the terminal was closed', 0))
  process.on('unhandledRejection', (reason) => logLine('error', 'A promise failed and nobody was waiting for it', reason))
  process.on('uncaughtException', (error) => {
    logLine('error', 'Something failed that nobody expected; stopping cleanly', error)
    void shutdown('an unexpected failure', 1)
  })
}

async function giveUp(error: unknown): Promise<never> {
  processState().draining = true
  for (const step of steps) await step.stop().catch(() => {})
  const text = isStartFailure(error) ? failureText(error) : `Bailiwick did not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  process.stderr.write(`\n${text}\n`)
  // The streams may be pipes, which are written to later than the process would end.
  await sleep(20)
  process.exit(1)
}

// Until everything is open, Ctrl-C stops what is.
const interrupted = () => void giveUp(new Error('stopped before it was ready'))
process.once('SIGINT', interrupted)
process.once('SIGTERM', interrupted)
start().then(() => {
  process.off('SIGINT', interrupted)
  process.off('SIGTERM', interrupted)
}, giveUp)
