import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { runDrift } from '@/lib/drift/commands/run-drift'
import { answerFindings, endGrantEarly, importLate, namePreviewClient } from './changes'
import { DAY, type ExampleCall, ordinaryCalls, recentCalls } from './calls'
import { someoneLeaves } from './declare-people'
import { beat, deliverCalls, deliverTrouble, tightenHeartbeat } from './log-sources'
import { COVERED_DAYS_AGO, storyCalls } from './stories'
import type { Steps } from './steps'

const MINUTE = 60_000
/** How long events may take to be judged again before the days go on. */
const SETTLE_MS = 30_000
/** Days of events, the day of loading included. */
const DAYS = 60
/** Days back for which drift is computed as it would have been each evening. */
const DRIFT_DAYS = 30
/** Days back from which the sources say that they are alive: beyond the window of 90 days on every evening of the last month. */
const ALIVE_DAYS = 122
const TIGHT_FROM = 26 * 60 * MINUTE
/** Sources that keep saying that they are alive, to the end. */
const ALIVE = ['toolhive-prod', 'data-audit'] as const
/** When the European gateway fell silent, before loading. */
const SILENT_FOR = 75 * MINUTE

/** What people changed while the days went by, by days before loading. */
const CHANGES: Record<number, (steps: Steps, at: number) => Promise<void>> = {
  20: endGrantEarly,
  [COVERED_DAYS_AGO]: importLate,
  9: someoneLeaves,
  2: namePreviewClient,
}

/**
 * Lets the days go by: each day's lines arrive at its end, changes happen between them, and drift is computed every evening of the
 * last month, so that findings have a history. Ends at `loadedAt`.
 */
export async function replay(steps: Steps, loadedAt: number, scale: number, log: (line: string) => void): Promise<void> {
  const today = loadedAt - (loadedAt % DAY)
  await liveBefore(steps, loadedAt, today - DAYS * DAY)
  const stories = storyCalls(loadedAt)
  const recent = recentCalls(loadedAt, scale)
  let stored = 0
  for (let ago = DAYS; ago >= 1; ago -= 1) {
    const from = today - ago * DAY
    const calls = callsBetween([...ordinaryCalls(from, loadedAt, scale, loadedAt), ...stories, ...recent], from, from + DAY, loadedAt)
    const evening = from + DAY - 1
    stored += await deliverCalls(steps, evening, calls, loadedAt - SILENT_FOR)
    if (evening < loadedAt - TIGHT_FROM) await beat(steps, 'envoy-eu', evening)
    for (const name of ALIVE) await beat(steps, name, evening)
    await CHANGES[ago]?.(steps, evening)
    if (CHANGES[ago] !== undefined) await settleReevaluations(() => steps(evening), SETTLE_MS)
    if (ago <= DRIFT_DAYS && (scale === 1 || ago % 6 === 0)) await runDrift(() => steps(evening), { trigger: 'schedule' })
    if (ago % 10 === 0) log(`Replayed the calls up to ${new Date(evening).toISOString().slice(0, 10)}: ${stored.toLocaleString('en')} events`)
  }
  stored += await lastDay(steps, loadedAt, today, [...ordinaryCalls(today, loadedAt, scale, loadedAt), ...stories, ...recent])
  log(`Replayed ${stored.toLocaleString('en')} events of ${DAYS} days; computing drift`)
  await settleReevaluations(() => steps(loadedAt), SETTLE_MS)
  await runDrift(() => steps(loadedAt), { trigger: 'schedule' })
  await answerFindings(steps, loadedAt)
}

/** The signs of life of the days before the first event, then the tighter ones of the last day. */
async function liveBefore(steps: Steps, loadedAt: number, firstDay: number): Promise<void> {
  for (let at = loadedAt - ALIVE_DAYS * DAY; at <= firstDay; at += DAY) {
    for (const name of [...ALIVE, 'envoy-eu'] as const) await beat(steps, name, at)
  }
}

/** The calls of the day of loading; the European gateway's signs of life end before it does. */
async function lastDay(steps: Steps, loadedAt: number, today: number, all: readonly ExampleCall[]): Promise<number> {
  const silentAt = loadedAt - SILENT_FOR
  await beat(steps, 'envoy-eu', loadedAt - TIGHT_FROM)
  await tightenHeartbeat(steps, loadedAt - TIGHT_FROM)
  for (let at = loadedAt - TIGHT_FROM + 5 * MINUTE; at <= silentAt; at += 5 * MINUTE) await beat(steps, 'envoy-eu', at)
  const calls = callsBetween(all, today, loadedAt, loadedAt)
  const stored = await deliverCalls(steps, loadedAt, calls, silentAt)
  await deliverTrouble(steps, loadedAt, silentAt, calls)
  for (const name of ALIVE) await beat(steps, name, loadedAt)
  return stored
}

/** Calls in [from, to), in time order, without those that the European gateway can no longer have seen. */
function callsBetween(calls: readonly ExampleCall[], from: number, to: number, loadedAt: number): ExampleCall[] {
  return calls.filter((call) => call.at >= from && call.at < to && (call.via !== 'envoy-eu' || call.at < loadedAt - SILENT_FOR)).toSorted((a, b) => a.at - b.at)
}
