import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { processState } from '@/lib/db/process-state'
import { logLine } from './log'

/** What to stop, in this order: the last thing opened is the first to go. */
export type Step = { name: string; stop: () => Promise<void> }

/** Before the listener closes, so that whoever asks /api/health/ready is told and sends requests elsewhere. */
const NOTICE_MS = 300
const LONGEST_MS = 20_000

/**
 * Stops once, whatever the reason: ready answers 503, requests under way are answered, then every step in order. A second
 * Ctrl-C cuts the waiting short but still stops the database cleanly.
 */
export function makeShutdown(steps: Step[], door: { server: Server; inFlight: () => number }): (reason: string, code: number) => Promise<never> {
  let running = false
  let hurry = false
  return async (reason, code) => {
    if (running) {
      hurry = true
      return new Promise<never>(() => {})
    }
    running = true
    processState().draining = true
    logLine('info', `Stopping: ${reason}`)
    await sleep(NOTICE_MS)
    for (let waited = 0; door.inFlight() > 0 && waited < LONGEST_MS && !hurry; waited += 50) await sleep(50)
    await closeListener(door.server)
    for (const step of steps) {
      try {
        await step.stop()
      } catch (error) {
        logLine('error', `${step.name} did not stop cleanly`, error)
      }
    }
    logLine('info', 'Stopped')
    process.exit(code)
  }
}

async function closeListener(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const limit = setTimeout(() => server.closeAllConnections(), 500)
  // Sockets that were upgraded (hot reload in development) are no longer the server's to close.
  await Promise.race([closed, sleep(1_500)])
  clearTimeout(limit)
}
