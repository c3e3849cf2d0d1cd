import { parentPort, workerData } from 'node:worker_threads'
import { db } from '@/lib/db/client'
import { pool } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { answerRequests } from '@/lib/jobs/request'
import { answerJob, runJobs } from '@/lib/jobs/run'
import type { JobsInput } from './jobs-thread'
import { logLine } from './log'

/** The worker's entry: its own pools, the jobs, and a clean end when the process says so. */
async function main(): Promise<void> {
  Object.assign(processState(), workerData as JobsInput)
  const jobs = await runJobs({ log: logLine })
  if (parentPort !== null) answerRequests(parentPort, answerJob)
  parentPort?.on('message', (message: unknown) => {
    if (message !== 'stop') return
    jobs.stop()
      .catch((error: unknown) => logLine('error', 'The jobs did not stop cleanly', error))
      .then(() => Promise.all([db().$disconnect(), pool().end()]))
      .finally(() => process.exit(0))
  })
}

main().catch((error: unknown) => {
  logLine('error', 'The jobs could not be started', error)
  process.exit(1)
})
