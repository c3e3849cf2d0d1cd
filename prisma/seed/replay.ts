import { settleReevaluations } from '@/lib/activity/commands/reevaluate'
import { runDrift } from '@/lib/drift/commands/run-drift'
import { lapseRequests } from '@/lib/requests/commands/lapse-requests'
import { DAY } from './calendar'
import { type ExampleCall, ordinaryCalls, recentCalls } from './calls'
import { answerFindings, endGrantEarly, importLate, namePreviewClient } from './changes'
import { LEAVERS } from './company'
import { leave } from './declare-people'
import { proposePilot } from './declare-servers'
import { approveHonestChange, discoverChanges } from './discoveries'
import { beat, beatAll, deliverCalls, deliverTrouble, tightenHeartbeat } from './log-sources'
import { afterTheEnd, endingHappenings, tendEndings } from './endings'
import { ownershipHappenings } from './ownership'
import { forgetMessages, requestHappenings } from './requests'
import { keepTemplates, reviewHappenings, tendReviews } from './reviews'
import type { Steps } from './steps'
import { COVERED_DAYS_AGO, storyCalls } from './stories-long'

const MINUTE = 60_000
/** How long events may take to be judged again before the days go on. */
const SETTLE_MS = 30_000
/** Days of events before the day of loading: with it, all that the window of 90 days holds. */
const DAYS = 89
/** Evenings, in days back, for which drift is computed as it would have been: a history of a month. */
const EVENINGS = new Set([27, 24, 21, 18, 15, 12, 9, 6, 3, 1])
/** Before that many days back, days are delivered three at a time: nothing else happens between them. */
const SINGLY = 32
/** Days back from which the sources say that they are alive: beyond the window of 90 days on every evening of the last month. */
const ALIVE_DAYS = 122
/** How long before loading the European gateway began to speak every five minutes. */
const TIGHT_FROM = 5 * 60 * MINUTE
/** When the European gateway fell silent, before loading. */
const SILENT_FOR = 75 * MINUTE

type Change = (steps: Steps, at: number) => Promise<void>

/** What people changed while the days went by, by days before loading. */
const CHANGES: readonly (readonly [ago: number, change: Change])[] = [
  [20, endGrantEarly],
  [17, approveHonestChange],
  [COVERED_DAYS_AGO, importLate],
  [2, namePreviewClient],
  [2, proposePilot],
  ...Object.entries(LEAVERS).map(([email, ago]) => [ago, (steps: Steps, at: number) => leave(steps, at, email)] as const),
]

/**
 * Lets the days go by: each day's lines arrive at its end, changes happen between them, and drift is computed on evenings of the last
 * month, so that findings have a history. Ends at `loadedAt`.
 */
export async function replay(steps: Steps, loadedAt: number, scale: number, log: (line: string) => void): Promise<void> {
  const today = loadedAt - (loadedAt % DAY)
  const tightFrom = loadedAt - TIGHT_FROM
  for (let ago = ALIVE_DAYS; ago >= DAYS; ago -= 1) await beatAll(steps, today - ago * DAY - 1, loadedAt)
  const extra = [...storyCalls(loadedAt), ...recentCalls(loadedAt, scale)]
  const happenings = [...requestHappenings(loadedAt), ...reviewHappenings(loadedAt), ...endingHappenings(loadedAt), ...ownershipHappenings(loadedAt)].toSorted((a, b) => a.at - b.at)
  let stored = 0
  for (let ago = DAYS; ago >= 1; ago -= lengthOf(ago)) {
    const days = Array.from({ length: lengthOf(ago) }, (_, index) => today - (ago - index) * DAY)
    const from = today - ago * DAY
    const evening = from + days.length * DAY - 1
    if (from <= tightFrom && tightFrom <= evening) await tighten(steps, tightFrom)
    const calls = callsBetween([...days.flatMap((day) => ordinaryCalls(day, loadedAt, scale, loadedAt)), ...extra], from, evening + 1, loadedAt)
    stored += await deliverCalls(steps, evening, calls, loadedAt - SILENT_FOR, loadedAt)
    for (const day of days) await beatAll(steps, day + DAY - 1, loadedAt, evening < tightFrom ? null : 'envoy-eu')
    for (const { at, run } of happenings) if (from <= at && at <= evening) await run(steps)
    await lapseRequests(steps(evening))
    await tendReviews(steps, evening)
    await changesOf(ago, steps, evening)
    await tendEndings(steps, evening, loadedAt)
    if (EVENINGS.has(ago)) await runDrift(() => steps(evening), { trigger: 'schedule' })
    if (ago % 15 === 2) log(`Replayed the calls up to ${new Date(evening).toISOString().slice(0, 10)}: ${stored.toLocaleString('en')} events`)
  }
  stored += await lastDay(steps, loadedAt, today, [...ordinaryCalls(today, loadedAt, scale, loadedAt), ...extra])
  for (const { at, run } of happenings) if (at >= today) await run(steps)
  await keepTemplates(steps, loadedAt)
  log(`Replayed ${stored.toLocaleString('en')} events of ${DAYS + 1} days; computing drift`)
  await settleReevaluations(() => steps(loadedAt), SETTLE_MS)
  await runDrift(() => steps(loadedAt), { trigger: 'schedule' })
  await tendReviews(steps, loadedAt)
  await tendEndings(steps, loadedAt, loadedAt)
  await answerFindings(steps, loadedAt)
  await forgetMessages()
}

function lengthOf(ago: number): number {
  return ago - 3 >= SINGLY ? 3 : 1
}

async function tighten(steps: Steps, at: number): Promise<void> {
  await beat(steps, 'envoy-eu', at)
  await tightenHeartbeat(steps, at)
}

async function changesOf(ago: number, steps: Steps, evening: number): Promise<void> {
  await discoverChanges(steps, evening, ago)
  const due = CHANGES.filter(([day]) => day === ago)
  for (const [, change] of due) await change(steps, evening)
  if (due.length > 0) await settleReevaluations(() => steps(evening), SETTLE_MS)
}

/** The calls of the day of loading; the European gateway's signs of life end before it does. */
async function lastDay(steps: Steps, loadedAt: number, today: number, all: readonly ExampleCall[]): Promise<number> {
  const silentAt = loadedAt - SILENT_FOR
  if (loadedAt - TIGHT_FROM >= today) await tighten(steps, loadedAt - TIGHT_FROM)
  for (let at = loadedAt - TIGHT_FROM + 5 * MINUTE; at <= silentAt; at += 5 * MINUTE) await beat(steps, 'envoy-eu', at)
  const calls = callsBetween(all, today, loadedAt, loadedAt)
  const stored = await deliverCalls(steps, loadedAt, calls, silentAt, loadedAt)
  await deliverTrouble(steps, loadedAt, silentAt, calls)
  await beatAll(steps, loadedAt, loadedAt, 'envoy-eu')
  return stored
}

/** Calls in [from, to), in time order, without those that the European gateway can no longer have seen. */
function callsBetween(calls: readonly ExampleCall[], from: number, to: number, loadedAt: number): ExampleCall[] {
  return calls.filter((call) => call.at >= from && call.at < to && (call.via !== 'envoy-eu' || call.at < loadedAt - SILENT_FOR)).flatMap((call) => afterTheEnd(call, loadedAt) ?? []).toSorted((a, b) => a.at - b.at)
}
