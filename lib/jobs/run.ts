import { ensurePartitions } from '@/lib/activity/commands/partitions'
import { onReevaluated, runReevaluations } from '@/lib/activity/commands/reevaluate'
import { cleanUpAuth } from '@/lib/auth/commands/clean-up'
import { runDiscovery } from '@/lib/discovery/commands/run-discovery'
import { settleAndRun } from '@/lib/drift/commands/request-run'
import { runDrift } from '@/lib/drift/commands/run-drift'
import { answerWhatIf } from '@/lib/drift/queries/ask-what-if'
import { newCtx } from '@/lib/ids'
import { NOTIFY_CHANNEL } from '@/lib/notify/enqueue'
import { launchCampaign } from '@/lib/reviews/commands/launch-campaign'
import { SIGNALS_CHANNEL } from '@/lib/signals/emit'
import { debounced } from './debounce'
import { discoverDue } from './discover'
import { listen } from './listen'
import { startMessages } from './messages'
import { OFFBOARDING_CHANNEL, OFFBOARDING_STEPS } from './offboarding'
import type { JobRequest } from './request'
import { REVIEW_STEPS, REVIEWS_CHANNEL } from './reviews'
import { startSchedule } from './schedule'
import { startSignals } from './signals'
import { startTending } from './tend'

export type JobsLog = (level: 'error' | 'warn' | 'info', message: string, detail?: unknown) => void

/** Soon after ingest or a declaration, and within ten seconds even while they go on. */
const DRIFT_PACE = { quiet: 2_000, atMost: 10_000 }

const CHANNELS = ['bailiwick_reevaluate', 'bailiwick_declared', 'bailiwick_ingested', NOTIFY_CHANNEL, REVIEWS_CHANNEL, SIGNALS_CHANNEL, OFFBOARDING_CHANNEL] as const

/** Starts everything that runs by itself, in the thread of the jobs. `stop` resolves when nothing is under way any more. */
export async function runJobs({ log }: { log: JobsLog }): Promise<{ stop: () => Promise<void> }> {
  const failed = (what: string) => (error: unknown): void => log('error', `${what} failed; it is tried again`, error)
  await ensurePartitions(new Date())
  const reviews = startTending('reviews', REVIEW_STEPS, log)
  const offboarding = startTending('offboarding', OFFBOARDING_STEPS, log)
  // Who answers, and what is used, may have changed with what was compared. Offboarding looks at use each minute: a comparison comes after
  // every batch of events, and looking at all cases as often would be most of this thread's work.
  const drift = debounced(async (latest) => { await runDrift(newCtx, { trigger: 'change', unlessSince: latest }); reviews.call() }, DRIFT_PACE, failed('The comparison'))
  const judging = debounced(() => runReevaluations(newCtx), { quiet: 0, atMost: 0 }, failed('Judging events again'))
  const messages = startMessages(log)
  const signals = startSignals(log)
  const forget = onReevaluated(drift.call)
  const ears = listen(CHANNELS, (channel) => {
    if (channel === NOTIFY_CHANNEL || channel === '') messages.call()
    if (channel === REVIEWS_CHANNEL || channel === '') reviews.call()
    if (channel === SIGNALS_CHANNEL || channel === '') signals.call()
    if (channel === OFFBOARDING_CHANNEL || channel === '') offboarding.call()
    if (channel === NOTIFY_CHANNEL || channel === REVIEWS_CHANNEL || channel === SIGNALS_CHANNEL || channel === OFFBOARDING_CHANNEL) return
    // After a new connection anything may have been said, so everything is looked at.
    if (channel === 'bailiwick_reevaluate' || channel === '') judging.call()
    drift.call()
  }, failed('Listening to the database'))
  const schedule = await startSchedule([
    { name: 'drift', cron: '*/5 * * * *', run: async () => { await settleAndRun(newCtx, 'schedule'); reviews.call(); offboarding.call() } },
    { name: 'discovery', cron: '*/5 * * * *', run: () => discoverDue(newCtx, (slug, error) => log('error', `Asking ${slug} failed; it is tried again`, error)) },
    { name: 'partitions', cron: '17 3 * * *', run: async () => { await ensurePartitions(new Date()) } },
    ...messages.scheduled,
    ...reviews.scheduled,
    ...signals.scheduled,
    ...offboarding.scheduled,
    { name: 'clean-up', cron: '43 * * * *', run: async () => { await cleanUpAuth(new Date()) } },
  ], (what, error) => log('error', `${what} failed; it is tried again`, error))
  log('info', 'The jobs are running')
  return {
    stop: async () => {
      forget()
      await ears.stop()
      await Promise.all([schedule.stop(), judging.stop(), drift.stop(), messages.stop(), reviews.stop(), signals.stop(), offboarding.stop()])
    },
  }
}

/** What the main thread may ask for. */
export async function answerJob(request: JobRequest): Promise<unknown> {
  if (request.kind === 'drift') return settleAndRun(newCtx, request.trigger)
  if (request.kind === 'what-if') return answerWhatIf(request.task)
  if (request.kind === 'launch') return launchCampaign(newCtx, request.actor, request.id)
  const { actor, slug, trigger, credential } = request
  return runDiscovery(actor, newCtx(), slug, { trigger, credential, later: newCtx })
}
