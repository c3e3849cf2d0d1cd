import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { pool, rows } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { record } from '@/lib/trail/record'
import { REEVALUATION_LOCK } from '@/lib/activity/locks'
import { reevaluateStep } from './reevaluate-step'

type Runner = { running: Promise<void> | null; again: boolean; listeners: Set<() => void> }

function runner(): Runner {
  const state = processState()
  return (state['activityReevaluation'] ??= { running: null, again: false, listeners: new Set() } satisfies Runner) as Runner
}

/** Calls `listener` after each re-evaluation that changed events; answers how to stop that. */
export function onReevaluated(listener: () => void): () => void {
  runner().listeners.add(listener)
  return () => runner().listeners.delete(listener)
}

/** `makeCtx` gives each re-evaluation its own time and ids. */
export type MakeCtx = () => Ctx

/**
 * Runs every pending re-evaluation, in the order in which they were filed, and resolves when none is left that this process can
 * run. One process at a time does it (an advisory lock); calls while it runs are answered by the same run, which looks again.
 */
export async function runReevaluations(makeCtx: MakeCtx): Promise<void> {
  const state = runner()
  if (state.running !== null) {
    state.again = true
    return state.running
  }
  state.running = runUntilDone(state, makeCtx).finally(() => { state.running = null })
  return state.running
}

async function runUntilDone(state: Runner, makeCtx: MakeCtx): Promise<void> {
  do {
    state.again = false
    await runPending(state, makeCtx)
  } while (state.again)
}

async function runPending(state: Runner, makeCtx: MakeCtx): Promise<void> {
  const client = await pool().connect()
  let broken = true
  try {
    const { rows: [lock] } = await client.query<{ had: boolean }>(`SELECT pg_try_advisory_lock(${REEVALUATION_LOCK}) AS had`)
    if (lock?.had === true) {
      for (let id = await nextPending(); id !== null; id = await nextPending()) await runOne(state, id, makeCtx)
      await client.query(`SELECT pg_advisory_unlock(${REEVALUATION_LOCK})`)
    }
    broken = false
  } finally {
    // After a fault the connection is closed, and the lock ends with it.
    client.release(broken)
  }
}

async function nextPending(): Promise<string | null> {
  const [row] = await rows<{ id: string }>('SELECT id FROM reevaluation WHERE finished_at IS NULL ORDER BY created_at, id LIMIT 1')
  return row?.id ?? null
}

async function runOne(state: Runner, id: string, makeCtx: MakeCtx): Promise<void> {
  try {
    while (await reevaluateStep(id, makeCtx().now)) { /* each step is a transaction of its own */ }
  } catch (error) {
    await rows('UPDATE reevaluation SET error = $2 WHERE id = $1', [id, error instanceof Error ? error.message.slice(0, 500) : 'failed'])
    throw error
  }
  if (await finish(makeCtx(), id)) for (const listener of state.listeners) listener()
}

/** Closes a re-evaluation, with a trail entry when it looked at anything; true when it changed events. */
async function finish(ctx: Ctx, id: string): Promise<boolean> {
  return transaction(async (tx) => {
    const row = await tx.reevaluation.update({ where: { id }, data: { finishedAt: ctx.now } })
    const { reason, examined, changed, requestedBy } = row
    if (examined > 0) {
      await record(tx, ctx, { actor: SYSTEM, action: 'activity.reevaluated', object: { kind: 'reevaluation', id, name: reason }, detail: { requestedBy, examined, changed } })
    }
    return changed > 0
  })
}

/**
 * Runs what is pending and waits up to `timeoutMs` until nothing is, also when another process runs it; true when nothing is
 * pending any more. What is not done by then goes on in the background.
 */
export async function settleReevaluations(makeCtx: MakeCtx, timeoutMs: number): Promise<boolean> {
  if ((await nextPending()) === null) return true
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const run = runReevaluations(makeCtx).catch(() => undefined)
    await Promise.race([run, pause(Math.max(0, deadline - Date.now()))])
    if ((await nextPending()) === null) return true
    if (Date.now() >= deadline) return false
    await pause(50)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => { setTimeout(done, ms).unref() })
}
