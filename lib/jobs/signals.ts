import { newCtx } from '@/lib/ids'
import { configuredSignals, pushDue } from '@/lib/signals/deliver'
import { forgetSignals } from '@/lib/signals/retry'
import { debounced } from './debounce'
import type { JobsLog } from './run'
import type { Scheduled } from './schedule'

/** Soon after what they tell of, and several of one moment together. */
const PACE = { quiet: 250, atMost: 1_000 }

/** Pushes Security Event Tokens when `call` says that there are some, and each minute. */
export function startSignals(log: JobsLog): { call: () => void; scheduled: readonly Scheduled[]; stop: () => Promise<void> } {
  const stopping = new AbortController()
  const work = async (): Promise<void> => {
    const { failed } = await pushDue(newCtx, configuredSignals(), { signal: stopping.signal })
    if (failed > 0) log('warn', `${failed} ${failed === 1 ? 'security event' : 'security events'} could not be delivered; Settings, Signals says why and when each is tried again`)
  }
  const soon = debounced(work, PACE, (error) => log('error', 'Pushing security events failed; it is tried again', error))
  return {
    call: soon.call,
    scheduled: [
      { name: 'signals', cron: '* * * * *', run: async () => soon.call() },
      { name: 'forget-signals', cron: '41 4 * * *', run: async () => { await forgetSignals(new Date()) } },
    ],
    stop: async () => {
      stopping.abort()
      await soon.stop()
    },
  }
}
