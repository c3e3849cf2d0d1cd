import { processState } from '@/lib/db/process-state'
import { AppError } from '@/lib/errors'

/** Servers asked at the same time by one process, and those who may wait for their turn. */
const AT_ONCE = 4
const WAITING = 100

type Line = { running: number; waiting: (() => void)[] }

/**
 * Does `work` when fewer than four runs are under way in this process: somebody who asks for the whole fleet at once would start
 * that many programs and fill the memory with answers. Refuses (`too_many_requests`) when a hundred wait already.
 */
export async function fewAtOnce<T>(work: () => Promise<T>): Promise<T> {
  const line = (processState()['discoveryLine'] ??= { running: 0, waiting: [] } satisfies Line) as Line
  if (line.running < AT_ONCE) line.running += 1
  else {
    if (line.waiting.length >= WAITING) throw new AppError('too_many_requests', 'Too many servers wait to be asked. Nothing was started; try again in a minute.', { retryAfter: 60 })
    // Whoever ends hands over the place without giving it up.
    await new Promise<void>((go) => line.waiting.push(go))
  }
  try {
    return await work()
  } finally {
    const next = line.waiting.shift()
    if (next === undefined) line.running -= 1
    else next()
  }
}
