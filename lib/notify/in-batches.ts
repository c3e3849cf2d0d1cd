import type { Ctx } from '@/lib/context'
import type { Outcome } from './outcome'

/** What is waiting in one queue, and how it is taken, tried and written down. */
export type Queue<Claimed> = {
  /** Gives up on what was cut short at every attempt. */
  giveUp: (now: Date) => Promise<void>
  /** Takes what is due, the oldest first, a batch at a time, with a lease. */
  claim: (now: Date) => Promise<Claimed[]>
  send: (claimed: Claimed, ctx: Ctx) => Promise<Outcome>
  settle: (now: Date, claimed: Claimed, outcome: Outcome) => Promise<void>
  /** Puts back what was taken and not attempted. */
  giveBack: (now: Date, claimed: readonly Claimed[]) => Promise<void>
}

/** The rest is due still when the job comes round again. */
const MOST_BATCHES = 50

/** Works off a queue until it is empty, `signal` ends it after the one under way, or the other side cannot be used at all. Time is asked anew for every one. */
export async function inBatches<Claimed>(makeCtx: () => Ctx, queue: Queue<Claimed>, signal?: AbortSignal): Promise<{ sent: number; failed: number }> {
  const done = { sent: 0, failed: 0 }
  const stopped = (): boolean => signal?.aborted ?? false
  await queue.giveUp(makeCtx().now)
  for (let batch = 0; batch < MOST_BATCHES && !stopped(); batch += 1) {
    const claimed = await queue.claim(makeCtx().now)
    if (claimed.length === 0) return done
    let broken: Outcome | null = null
    for (const [index, one] of claimed.entries()) {
      if (stopped()) {
        await queue.giveBack(makeCtx().now, claimed.slice(index))
        return done
      }
      const outcome: Outcome = broken ?? await queue.send(one, makeCtx())
      await queue.settle(makeCtx().now, one, outcome)
      if (outcome.ok) done.sent += 1
      else done.failed += 1
      // A server that cannot be used for one cannot be used for the next; each waits its own time.
      if (!outcome.ok && outcome.whole) broken = outcome
    }
    if (broken !== null) return done
  }
  return done
}
