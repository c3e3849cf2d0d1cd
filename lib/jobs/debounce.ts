/** Times in milliseconds. */
export type Pace = { quiet: number; atMost: number }

/**
 * Runs `work` once things have been quiet for `quiet`, but not later than `atMost` after the first call; a call during a run asks
 * for another one. Never two at a time.
 */
export function debounced(work: (since: Date) => Promise<void>, { quiet, atMost }: Pace, failed: (error: unknown) => void): { call: () => void; stop: () => Promise<void> } {
  let timer: NodeJS.Timeout | null = null
  let first: Date | null = null
  let running: Promise<void> | null = null
  let stopped = false

  function call(): void {
    if (stopped) return
    first ??= new Date()
    if (running !== null) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(run, Math.max(0, Math.min(quiet, first.getTime() + atMost - Date.now())))
  }

  function run(): void {
    timer = null
    const since = first ?? new Date()
    first = null
    running = work(since).catch(failed).finally(() => {
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
