import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { observeDrift } from '@/lib/drift/engine'
import { grantUse } from '@/lib/drift/grant-use'
import { type DriftRunAnswer, SEVERITIES } from '@/lib/drift/model'
import { type Picture, PICTURE_SETTING, pictureOf } from '@/lib/drift/picture'
import { loadDriftInput } from '@/lib/drift/queries/load-input'
import { saveFindings, type Tally } from './save-findings'

/** Held by the one run at a time, across processes. */
const DRIFT_LOCK = 7_410_020

/** Gives each run, and each of its transactions, its own time and ids. */
export type MakeCtx = () => Ctx

export type RunOptions = {
  /** Why it runs: request, schedule, change. */
  trigger: string
  /** A run of another process that started after this has seen what there is to see: its answer will do. */
  unlessSince?: Date
}

type Runs = { running: Promise<DriftRunAnswer> | null; next: Promise<DriftRunAnswer> | null }

/**
 * Compares everything declared with everything observed and brings the findings up to date. One run at a time: who asks while one
 * is under way gets the next, which starts after the request and so sees what was there when it was made. All who wait share it.
 */
export async function runDrift(makeCtx: MakeCtx, { trigger, unlessSince }: RunOptions): Promise<DriftRunAnswer> {
  const runs = (processState()['driftRuns'] ??= { running: null, next: null } satisfies Runs) as Runs
  const start = (since: Date | null): Promise<DriftRunAnswer> => {
    const run = underLock(makeCtx, trigger, since).finally(() => { runs.running = null })
    runs.running = run
    return run
  }
  if (runs.running === null) return start(unlessSince ?? null)
  runs.next ??= runs.running.catch(() => undefined).then(() => {
    runs.next = null
    // Shared by all who waited, and the last of them may have asked only now.
    return start(null)
  })
  return runs.next
}

/** The lock is the session's, so a run that dies gives it back with its connection. */
async function underLock(makeCtx: MakeCtx, trigger: string, unlessSince: Date | null): Promise<DriftRunAnswer> {
  const client = await pool().connect()
  let broken = true
  try {
    await client.query('SELECT pg_advisory_lock($1)', [DRIFT_LOCK])
    const answer = (unlessSince === null ? null : await runSince(unlessSince)) ?? (await runOnce(makeCtx, trigger))
    await client.query('SELECT pg_advisory_unlock($1)', [DRIFT_LOCK])
    broken = false
    return answer
  } finally {
    client.release(broken)
  }
}

async function runSince(since: Date): Promise<DriftRunAnswer | null> {
  const run = await db().driftRun.findFirst({ where: { startedAt: { gt: since }, finishedAt: { not: null }, error: null }, orderBy: { startedAt: 'desc' } })
  if (run === null || run.finishedAt === null) return null
  const { opened, resolved, reopened, open } = run
  return { runId: run.id, startedAt: run.startedAt.toISOString(), finishedAt: run.finishedAt.toISOString(), opened, resolved, reopened, open }
}

async function runOnce(makeCtx: MakeCtx, trigger: string): Promise<DriftRunAnswer> {
  const ctx = makeCtx()
  const id = ctx.id('run')
  await db().driftRun.create({ data: { id, trigger, startedAt: ctx.now } })
  try {
    const input = await loadDriftInput(ctx.now)
    const tally = await saveFindings(makeCtx, ctx.now, observeDrift(input))
    const picture = pictureOf(grantUse(input), { id, at: ctx.now, windowDays: input.settings.unusedWindowDays })
    return await finish(makeCtx(), ctx.now, id, tally, picture)
  } catch (error) {
    await db().driftRun.update({ where: { id }, data: { finishedAt: makeCtx().now, error: error instanceof Error ? error.message.slice(0, 500) : 'failed' } })
    throw error
  }
}

/** Closes the run, writes the day's line of the trend, and keeps the picture. */
async function finish(ctx: Ctx, startedAt: Date, id: string, tally: Tally, picture: Picture): Promise<DriftRunAnswer> {
  return transaction(async (tx) => {
    const counts = await tx.finding.groupBy({ by: ['severity'], where: { status: 'open' }, _count: { _all: true } })
    const day = new Date(startedAt.toISOString().slice(0, 10))
    let open = 0
    for (const severity of SEVERITIES) {
      const count = counts.find((row) => row.severity === severity)?._count._all ?? 0
      open += count
      await tx.driftDay.upsert({ where: { day_severity: { day, severity } }, create: { day, severity, open: count }, update: { open: count } })
    }
    await tx.setting.upsert({ where: { key: PICTURE_SETTING }, create: { key: PICTURE_SETTING, value: picture, updatedAt: ctx.now }, update: { value: picture, updatedAt: ctx.now } })
    await tx.driftRun.update({ where: { id }, data: { finishedAt: ctx.now, ...tally, open } })
    await tx.$executeRaw`SELECT pg_notify('bailiwick_drift', ${id})`
    return { runId: id, startedAt: startedAt.toISOString(), finishedAt: ctx.now.toISOString(), ...tally, open }
  })
}
