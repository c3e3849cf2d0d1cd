import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { type Actor, require } from '@/lib/auth/actor'
import { transaction } from '@/lib/db/client'
import { processState } from '@/lib/db/process-state'
import type { DriftRunAnswer } from '@/lib/drift/model'
import { record } from '@/lib/trail/record'
import { type MakeCtx, runDrift } from './run-drift'

/** How the process asks the thread of its jobs; absent where there is none. */
type AskJobs = (request: { kind: 'drift'; trigger: string }) => Promise<DriftRunAnswer>

/** How long a run waits for events that are still being judged again. What is not done by then is found by the next run. */
const SETTLE_MS = 120_000

/** Brings the verdicts up to date, then the findings. */
export async function settleAndRun(makeCtx: MakeCtx, trigger: string): Promise<DriftRunAnswer> {
  await settleReevaluations(makeCtx, SETTLE_MS)
  return runDrift(makeCtx, { trigger })
}

/** A run now, on somebody's request, in the thread of the jobs where there is one: the loop that answers requests stays free. */
export async function requestDriftRun(actor: Actor, makeCtx: MakeCtx): Promise<DriftRunAnswer> {
  require(actor, 'drift.run')
  const ask = processState()['askJobs'] as AskJobs | undefined
  const answer = ask === undefined ? await settleAndRun(makeCtx, 'request') : await ask({ kind: 'drift', trigger: 'request' })
  const { runId, startedAt: _started, finishedAt: _finished, ...counts } = answer
  const ctx = makeCtx()
  await transaction((tx) => record(tx, ctx, { actor, action: 'drift.run', object: { kind: 'run', id: runId, name: 'Drift' }, detail: counts }))
  return answer
}
