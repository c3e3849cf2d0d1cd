/** Times in milliseconds. */
export type Pace = { quiet: number; atMost: number }

/**
 * Runs `work` once things have been quiet for `quiet`, but not later than `atMost` after the first call; a call during a run asks
 * for another one. Never two at a time. `work` is told when the latest call came: what somebody else has begun after that covers
 * all of them, what began between the first and the latest does not.
 */
export function debounced(work: (latest: Date) => Promise<void>, { quiet, atMost }: Pace, failed: (error: unknown) => void): { call: () => void; stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | null = null
  let first: number | null = null
  let latest = new Date()
  let running: Promise<void> | null = null
  let stopped = false

  function call(): void {
    if (stopped) return
    latest = new Date()
    first ??= latest.getTime()
    if (running !== null) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(run, Math.max(0, Math.min(quiet, first + atMost - Date.now())))
  }

  function run(): void {
    timer = null
    first = null
    running = work(latest).catch(failed).finally(() => {
      running = null
      if (first !== null) call()
    })
  }

  return {
    call,
    stop: async () => {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}
