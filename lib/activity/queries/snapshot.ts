import { processState } from '@/lib/db/process-state'
import type { Declarations } from '@/lib/grants/model'
import { loadDeclarations } from '@/lib/grants/queries'
import { type JudgeEvent, makeJudgeEvent } from '@/lib/activity/judge-event'

/** Everything declared at one epoch, ready to judge events by. */
export type Snapshot = { declarations: Declarations; judge: JudgeEvent }

type Held = { snapshot?: Snapshot; loading?: Promise<Snapshot> | undefined }

function held(): Held {
  const state = processState()
  return (state['activitySnapshot'] ??= {}) as Held
}

/** The snapshot of this process, whatever its age; whoever stores by it compares its epoch under the lock. */
export async function currentSnapshot(): Promise<Snapshot> {
  return held().snapshot ?? loadSnapshot()
}

/** Reads the declarations anew. Callers at the same time share one reading. */
export async function loadSnapshot(): Promise<Snapshot> {
  const place = held()
  place.loading ??= loadDeclarations()
    .then((declarations) => {
      const snapshot = { declarations, judge: makeJudgeEvent(declarations) }
      place.snapshot = snapshot
      return snapshot
    })
    .finally(() => { place.loading = undefined })
  return place.loading
}

/** The declarations at an epoch that the caller's lock holds still: a reading begun before it may be one behind, the next one is not. */
export async function snapshotAt(epoch: number | undefined): Promise<Snapshot> {
  const current = await currentSnapshot()
  if (current.declarations.epoch === epoch) return current
  const snapshot = await loadSnapshot()
  return snapshot.declarations.epoch === epoch ? snapshot : loadSnapshot()
}
