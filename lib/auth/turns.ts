import { once } from '@/lib/db/process-state'

/** Runs what is asked for under one key one after another, in the order of asking; different keys do not wait for one another. */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turns = once('idempotencyTurns', () => new Map<string, Promise<unknown>>())
  const before = turns.get(key) ?? Promise.resolve()
  // A failure is the business of whoever asked; who waits behind goes on.
  const mine = before.then(work, work)
  turns.set(key, mine)
  try {
    return await mine
  } finally {
    if (turns.get(key) === mine) turns.delete(key)
  }
}
