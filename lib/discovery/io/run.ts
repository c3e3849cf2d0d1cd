import { failureSentence } from '@/lib/discovery/failure-sentence'
import { maskSecrets } from '@/lib/discovery/masking'
import type { DiscoveryBounds, DiscoveryFailure } from '@/lib/discovery/model'

export type Failure = { code: DiscoveryFailure; message: string }

/** One connection from start to end: its bounds, what has been used of them, and the first thing that went wrong. */
export type Run = {
  bounds: DiscoveryBounds
  /** Aborted by the first failure, by the run's time and by the caller. */
  signal: AbortSignal
  /** Records the failure, unless there is one already, and ends everything under way. Returns an error to throw. */
  fail(code: DiscoveryFailure, what: string): Error
  failure(): Failure | null
  /** Counts bytes that the server made us read; more than the run's bound fail it. */
  count(bytes: number): void
  /** Hidden in every message from now on. */
  keepSecret(value: string): void
  /** A stranger's text, fit for a message: masked, on one line, short. Its beginning, or its end. */
  quote(text: string, part?: 'end'): string
  /** Ends the run's clock. */
  finish(): void
}

/** Characters of a stranger's text that are looked at, and that are shown. */
const QUOTABLE = 4000
const QUOTED = 300

/** Begins a run; its time counts from here. Whoever begins it calls `finish`. */
export function beginRun(bounds: DiscoveryBounds, outer?: AbortSignal): Run {
  const controller = new AbortController()
  const secrets: string[] = []
  let failure: Failure | null = null
  let bytes = 0
  const fail = (code: DiscoveryFailure, what: string): Error => {
    failure ??= { code, message: failureSentence(code, what) }
    const error = new Error(failure.message)
    controller.abort(error)
    return error
  }
  const stopped = () => fail('timeout', 'The run was stopped from outside before the server had answered.')
  const clock = setTimeout(() => fail('timeout', `The whole run took longer than ${seconds(bounds.runMs)}.`), bounds.runMs)
  if (outer?.aborted === true) stopped()
  outer?.addEventListener('abort', stopped, { once: true })
  return {
    bounds, signal: controller.signal, fail,
    failure: () => failure,
    count(more) {
      bytes += more
      if (bytes > bounds.totalBytes) throw fail('too_large', `The server sent more than ${size(bounds.totalBytes)} in all.`)
    },
    keepSecret: (value) => void secrets.push(value),
    quote(text, part) {
      // Masked before it is cut, so that half a secret is not taken for none.
      const line = maskSecrets(part === 'end' ? text.slice(-QUOTABLE) : text.slice(0, QUOTABLE), secrets).replace(/\s+/g, ' ').trim()
      return part === 'end' ? line.slice(-QUOTED) : line.slice(0, QUOTED)
    },
    finish() {
      clearTimeout(clock)
      outer?.removeEventListener('abort', stopped)
    },
  }
}

/** Rejects with the run's failure as soon as there is one, else follows the work. Nothing outlives the run because a server keeps silent. */
export async function withinRun<T>(run: Run, work: Promise<T>): Promise<T> {
  // Whoever loses the race may still fail later, and nobody would listen.
  work.catch(() => undefined)
  let stop: (() => void) | undefined
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(run.signal.reason as Error)
    if (run.signal.aborted) stop()
    run.signal.addEventListener('abort', stop, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    if (stop !== undefined) run.signal.removeEventListener('abort', stop)
  }
}

export function seconds(ms: number): string {
  return ms < 1000 ? `${ms} milliseconds` : `${Math.round(ms / 100) / 10} seconds`
}

export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 / 102.4) / 10} MiB`
}
