import { processState } from '@/lib/db/process-state'
import { AppError } from '@/lib/errors'
import type { Job, Stored } from './job'
import { storeJobs } from './store'

/** Transactions at a time: one keeps PostgreSQL busy while the other is being prepared. */
const WORKERS = 2
/** Events merged into one transaction. */
const MERGED = 10_000
/** Bytes of deliveries held in this process, whatever their stage; above it senders are asked to wait. */
const HELD_BYTES = 96 * 1024 * 1024

type Waiting = { job: Job; done: (stored: Stored) => void; failed: (error: unknown) => void }

type Queue = { waiting: Waiting[]; running: number; heldBytes: number; listeners: Set<() => void> }

function queue(): Queue {
  const state = processState()
  return (state['activityQueue'] ??= { waiting: [], running: 0, heldBytes: 0, listeners: new Set() } satisfies Queue) as Queue
}

/**
 * Takes a delivery while there is room for it. Refuses when this process already holds as much as it may, so that the sender tries
 * again. `take` says of each piece as it arrives how many bytes are held; all of them are let go when it ends, however it ends.
 */
export async function withRoom<T>(take: (hold: (bytes: number) => void) => Promise<T>): Promise<T> {
  const state = queue()
  if (state.heldBytes >= HELD_BYTES) throw new AppError('too_many_requests', 'More is arriving than can be stored. Nothing of this delivery was stored; send it again.', { retryAfter: 1 })
  let held = 0
  try {
    return await take((bytes) => {
      held += bytes
      state.heldBytes += bytes
    })
  } finally {
    state.heldBytes -= held
  }
}

/** Calls `listener` after each transaction that stored something; answers how to stop that. */
export function onIngested(listener: () => void): () => void {
  queue().listeners.add(listener)
  return () => queue().listeners.delete(listener)
}

/** Stores a delivery, merged with others that wait; resolves when it is committed. */
export function enqueue(job: Job): Promise<Stored> {
  return new Promise((done, failed) => {
    queue().waiting.push({ job, done, failed })
    startWorkers()
  })
}

function startWorkers(): void {
  const state = queue()
  while (state.running < WORKERS && state.waiting.length > 0) {
    state.running += 1
    const taken = take(state.waiting)
    void work(taken).finally(() => {
      state.running -= 1
      startWorkers()
    })
  }
}

function take(waiting: Waiting[]): Waiting[] {
  let events = 0
  let count = 0
  for (const { job } of waiting) {
    if (count > 0 && events + job.drafts.length > MERGED) break
    events += job.drafts.length
    count += 1
  }
  return waiting.splice(0, count)
}

async function work(taken: readonly Waiting[]): Promise<void> {
  try {
    const stored = await storeJobs(taken.map(({ job }) => job))
    taken.forEach(({ done, failed }, i) => {
      const one = stored[i]
      if (one === undefined) failed(new Error('A delivery was stored without an answer.'))
      else done(one)
    })
    for (const listener of queue().listeners) listener()
  } catch (error) {
    // Nothing of the transaction is stored. One delivery's fault must not fail its neighbours, so each is tried by itself.
    if (taken.length > 1) for (const one of taken) await work([one])
    else taken[0]?.failed(error)
  }
}
