import { onIngested } from '@/lib/activity/commands/queue'
import { rows } from '@/lib/db/pool'
import { debounced } from './debounce'

/** Often enough for people, seldom enough for the database. */
const PACE = { quiet: 250, atMost: 1_000 }

/**
 * Tells the jobs, wherever they run, that this process has stored events. Not within the transactions that store them: NOTIFY
 * makes commits wait for each other.
 */
export function announceIngest(failed: (error: unknown) => void): { stop: () => Promise<void> } {
  const news = debounced(async () => { await rows("SELECT pg_notify('bailiwick_ingested', '')") }, PACE, failed)
  const forget = onIngested(news.call)
  return {
    stop: async () => {
      forget()
      await news.stop()
    },
  }
}
