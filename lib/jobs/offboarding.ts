import type { Ctx } from '@/lib/context'
import { newCtx } from '@/lib/ids'
import { tendLifecycle } from '@/lib/lifecycle/commands/tend'
import { countCalls } from '@/lib/offboarding/commands/count-calls'
import { openForLeavers } from '@/lib/offboarding/commands/leavers'
import { lookAtCases } from '@/lib/offboarding/commands/look'
import { reachPlanned } from '@/lib/offboarding/commands/planned'
import { debounced } from './debounce'
import type { JobsLog } from './run'
import type { Scheduled } from './schedule'

export { OFFBOARDING_CHANNEL } from '@/lib/offboarding/commands/write'

/** Soon after somebody has moved a case, and several of one moment together. */
const PACE = { quiet: 250, atMost: 2_000 }

type Step = { what: string; run: (makeCtx: () => Ctx) => Promise<number> }

/** What offboarding and the life cycle need done by themselves. What opens and moves cases comes before what looks at them; pictures come last. */
export const STEPS: readonly Step[] = [
  { what: 'Opening offboardings of who has left', run: openForLeavers },
  { what: 'Reaching the planned stages of offboardings', run: reachPlanned },
  { what: 'Keeping the duties of the life cycle', run: tendLifecycle },
  { what: 'Looking at offboardings', run: lookAtCases },
  { what: 'Counting the calls of offboardings', run: countCalls },
]

/** Does all of it once. A step that fails is told and stops no other; it is tried again the next time. */
export async function tendOffboarding(makeCtx: () => Ctx, failed: (what: string, error: unknown) => void, steps: readonly Step[] = STEPS): Promise<void> {
  for (const { what, run } of steps) {
    try {
      await run(makeCtx)
    } catch (error) {
      failed(what, error)
    }
  }
}

/** Tends them when `call` says that something has come, and each minute; never twice at a time in one process. */
export function startOffboarding(log: JobsLog): { call: () => void; scheduled: readonly Scheduled[]; stop: () => Promise<void> } {
  const failed = (what: string, error: unknown): void => log('error', `${what} failed; it is tried again`, error instanceof AggregateError ? error.errors : error)
  const soon = debounced(() => tendOffboarding(newCtx, failed), PACE, (error) => failed('Tending offboardings', error))
  return { call: soon.call, scheduled: [{ name: 'offboarding', cron: '* * * * *', run: async () => soon.call() }], stop: soon.stop }
}
