import type pg from 'pg'
import { pool } from '@/lib/db/pool'
import { eventId } from '@/lib/activity/canonical'
import { DECLARATIONS_LOCK } from '@/lib/names/lock'
import type { Draft, Letter } from '@/lib/activity/prepare'
import { currentSnapshot, loadSnapshot, snapshotAt } from '@/lib/activity/queries/snapshot'
import { addUse, dayNumber, type RollUp } from '@/lib/activity/roll-up'
import { COLUMNS, rowText } from '@/lib/activity/row-text'
import { addSignals, type Signals } from '@/lib/activity/signals'
import { isDataError, isTransient, refusedLines } from './bisect'
import { claimActs, type Claimed, claimKeys } from './claim-keys'
import { copyLines } from './copy'
import { type Delivered, finishSource } from './finish-source'
import type { Job, Stored } from './job'
import { ensurePartitionsToday } from './partitions'
import { type Plan, type Planned, planJobs } from './plan'
import { rebuildUsage } from './rebuild-usage'
import { closeRetried, writeLetters } from './write-letters'
import { writeSignals } from './write-signals'
import { writeUsage } from './write-usage'

/** How a transaction is to be done, learnt from the one before it that did not work. */
type Manner = {
  /** Hold the declarations lock exclusively. */
  alone: boolean
  /** Read the declarations under the lock, because they have moved before. */
  insist: boolean
  /** Find out which events the database refuses. */
  probe: boolean
  refused: Set<Draft>
}

type Attempt = { stored: Stored[] } | { moved: true } | { alone: true }

const ATTEMPTS = 8

/**
 * Stores deliveries in one transaction: keys, events with their verdicts, roll-up, counters, chain, dead letters. All of it is
 * committed when this resolves; nothing is when it rejects. Judged by the declarations in force at its commit.
 */
export async function storeJobs(jobs: readonly Job[]): Promise<Stored[]> {
  const latest = jobs.reduce((a, job) => (job.ctx.now > a ? job.ctx.now : a), new Date(0))
  await ensurePartitionsToday(latest)
  const manner: Manner = { alone: false, insist: false, probe: false, refused: new Set() }
  for (let attempt = 1; ; attempt += 1) {
    try {
      const outcome = await inTransaction((client) => attemptStore(client, jobs, manner))
      if ('stored' in outcome) return outcome.stored
      if ('alone' in outcome) manner.alone = true
      else {
        manner.insist = attempt > 1
        await loadSnapshot()
      }
    } catch (error) {
      const again = isTransient(error) || (isDataError(error) && !manner.probe)
      if (!again || attempt >= ATTEMPTS) throw error
      if (isDataError(error)) manner.probe = true
    }
  }
}

async function inTransaction(work: (client: pg.ClientBase) => Promise<Attempt>): Promise<Attempt> {
  const client = await pool().connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const outcome = await work(client)
    await client.query('stored' in outcome ? 'COMMIT' : 'ROLLBACK')
    return outcome
  } catch (error) {
    await client.query('ROLLBACK').catch((fault: unknown) => { broken = fault instanceof Error ? fault : new Error('ROLLBACK failed') })
    throw error
  } finally {
    client.release(broken)
  }
}

async function attemptStore(client: pg.ClientBase, jobs: readonly Job[], manner: Manner): Promise<Attempt> {
  let snapshot = await currentSnapshot()
  let plan = planJobs(jobs, snapshot, manner.refused)
  await client.query(`SELECT pg_advisory_xact_lock${manner.alone ? '' : '_shared'}(${DECLARATIONS_LOCK})`)
  const { rows } = await client.query<{ epoch: number }>('SELECT epoch FROM declaration_epoch WHERE id = 1 FOR SHARE')
  const epoch = rows[0]?.epoch
  if (epoch !== snapshot.declarations.epoch) {
    if (!manner.insist) return { moved: true }
    snapshot = await snapshotAt(epoch)
    plan = planJobs(jobs, snapshot, manner.refused)
  }
  if (manner.probe) {
    await probe(client, plan, manner)
    plan = planJobs(jobs, snapshot, manner.refused)
  }
  const claimed = await claimKeys(client, plan.candidates.map(({ draft }) => draft))
  const accepted = plan.candidates.filter(({ draft }) => claimed.isNew(draft.key))
  const batches = new Map(jobs.map((job) => [job, randomBatch(job)]))
  const alone = await writeEvents(client, accepted, batches, manner)
  return alone ? { alone: true } : { stored: await finish(client, jobs, plan, claimed, accepted, batches) }
}

async function probe(client: pg.ClientBase, plan: Plan, manner: Manner): Promise<void> {
  const lines = plan.candidates.map(({ job, draft, judged }) => rowText(draft, judged, { receivedAt: job.ctx.now.toISOString(), sourceId: job.source.id, batch: '0' }, true))
  for (const index of await refusedLines(client, lines)) {
    const planned = plan.candidates[index]
    if (planned !== undefined) manner.refused.add(planned.draft)
  }
}

/** Writes events and their roll-up; true when it has to be done again alone. */
async function writeEvents(client: pg.ClientBase, accepted: readonly Planned[], batches: ReadonlyMap<Job, string>, manner: Manner): Promise<boolean> {
  if (accepted.length === 0) return false
  const counts = await claimActs(client, accepted.map(({ draft, job }) => ({ draft, sourceId: job.source.id })))
  const collapsed = await collapsedGroups(client, accepted)
  const rollUp: RollUp = new Map()
  const signals: Signals = new Map()
  function* lines(): Generator<string> {
    for (const { job, draft, judged } of accepted) {
      const counted = counts({ draft, sourceId: job.source.id })
      if (counted) addUse(rollUp, judged, draft.at, draft.event.outcome, collapsed)
      addSignals(signals, draft, job.source.id, counted)
      yield rowText(draft, judged, { receivedAt: job.ctx.now.toISOString(), sourceId: job.source.id, batch: batches.get(job) ?? '0' }, counted)
    }
  }
  await copyLines(client, 'activity_event', COLUMNS, lines())
  const overfull = await writeUsage(client, rollUp)
  await writeSignals(client, signals)
  // The rows of a group collapse together, while no other transaction adds to the same group.
  if (overfull.length > 0 && !manner.alone) return true
  for (const { day, serverId, serverName } of overfull) await rebuildUsage(client, { day, serverId, serverName })
  return false
}

async function collapsedGroups(client: pg.ClientBase, accepted: readonly Planned[]): Promise<Set<string>> {
  const days = [...new Set(accepted.map(({ draft }) => dayNumber(draft.at)))]
  const { rows } = await client.query<{ mark: string }>(
    `SELECT (day - date '1970-01-01') || ':' || replace(group_key::text, '-', '') AS mark FROM usage_collapsed WHERE day = ANY(SELECT date '1970-01-01' + d FROM unnest($1::int[]) AS d)`, [days],
  )
  return new Set(rows.map(({ mark }) => mark))
}

async function finish(client: pg.ClientBase, jobs: readonly Job[], plan: Plan, claimed: Claimed, accepted: readonly Planned[], batches: ReadonlyMap<Job, string>): Promise<Stored[]> {
  const contents = new Map(accepted.map(({ draft }) => [draft.key, draft.content]))
  const known = [...plan.candidates.filter(({ draft }) => !claimed.isNew(draft.key)), ...plan.repeats]
  const conflicts = known.filter(({ draft }) => (claimed.contentOf(draft.key) ?? contents.get(draft.key)) !== draft.content)
  const outcomes = jobs.map((job) => {
    const mine = <T extends { job: Job }>(list: readonly T[]): T[] => list.filter((one) => one.job === job)
    return { job, accepted: mine(accepted), duplicates: mine(known), conflicts: mine(conflicts).length, letters: plan.letters.get(job) ?? [] }
  })
  const bySource = new Map<string, typeof outcomes>()
  for (const outcome of outcomes) bySource.set(outcome.job.source.id, [...(bySource.get(outcome.job.source.id) ?? []), outcome])
  for (const [, of] of [...bySource].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const settings = of[0]?.job.source
    if (settings !== undefined) await finishSource(client, settings, of.map((outcome) => delivered(outcome, batches)))
  }
  for (const outcome of outcomes) await writeRefused(client, outcome)
  return outcomes.map(({ job, accepted: taken, duplicates, letters }) => ({
    result: {
      received: job.received, accepted: taken.length, duplicates: duplicates.length, rejected: letters.length,
      errors: letters.map(({ index, code, message }) => ({ index, code, message })),
    },
    events: new Map([...taken, ...duplicates].map(({ draft }) => [draft.index, eventId(draft.key)])),
  }))
}

type Outcome = { job: Job; accepted: Planned[]; duplicates: Planned[]; conflicts: number; letters: Letter[] }

function delivered({ job, accepted, duplicates, conflicts, letters }: Outcome, batches: ReadonlyMap<Job, string>): Delivered {
  const settled = accepted.length + duplicates.length
  return {
    batch: batches.get(job) ?? '0', now: job.ctx.now, received: job.retryOf === undefined ? job.received : 0, accepted: accepted.map(({ draft }) => draft),
    duplicates: duplicates.length, conflicts, rejected: job.retryOf === undefined ? letters.length : -settled,
  }
}

async function writeRefused(client: pg.ClientBase, { job, accepted, duplicates, letters }: Outcome): Promise<void> {
  const { retryOf } = job
  if (retryOf === undefined) return writeLetters(client, job.ctx, job.source.id, job.format, letters)
  const stored = new Map([...accepted, ...duplicates].flatMap(({ draft }) => pair(retryOf.get(draft.index), eventId(draft.key))))
  return closeRetried(client, job.ctx.now, stored, new Map(letters.flatMap((letter) => pair(retryOf.get(letter.index), letter))))
}

function pair<T>(id: string | undefined, value: T): [string, T][] {
  return id === undefined ? [] : [[id, value]]
}

/** A random positive 52-bit number, out of the random part of a new id. */
function randomBatch(job: Job): string {
  const letters = job.ctx.id('event').slice(-10)
  let value = 0
  for (const letter of letters) value = value * 32 + '0123456789abcdefghjkmnpqrstvwxyz'.indexOf(letter)
  return String(value)
}
