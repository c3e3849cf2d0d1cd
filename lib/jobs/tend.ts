import type { Ctx } from '@/lib/context'
import { newCtx } from '@/lib/ids'
import { debounced } from './debounce'
import type { JobsLog } from './run'
import type { Scheduled } from './schedule'

/** One thing that a room needs done by itself; `run` answers how much it has done. */
export type Step = { what: string; run: (makeCtx: () => Ctx) => Promise<number> }

export type Tending = { call: () => void; scheduled: readonly Scheduled[]; stop: () => Promise<void> }

/** Soon after somebody has moved something on, and several of one moment together. */
const PACE = { quiet: 250, atMost: 2_000 }

/** Does all of it once, in this order. A step that fails is told and stops no other; it is tried again the next time. */
export async function inTurn(steps: readonly Step[], makeCtx: () => Ctx, failed: (what: string, error: unknown) => void): Promise<void> {
  for (const { what, run } of steps) {
    try {
      await run(makeCtx)
    } catch (error) {
      failed(what, error)
    }
  }
}

/** Tends a room when `call` says that something has come, and each minute; never twice at a time in one process. */
export function startTending(name: string, steps: readonly Step[], log: JobsLog): Tending {
  const failed = (what: string, error: unknown): void => log('error', `${what} failed; it is tried again`, error instanceof AggregateError ? error.errors : error)
  const soon = debounced(() => inTurn(steps, newCtx, failed), PACE, (error) => failed(`Tending ${name}`, error))
  return { call: soon.call, scheduled: [{ name, cron: '* * * * *', run: async () => soon.call() }], stop: soon.stop }
}
