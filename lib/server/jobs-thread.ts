import { Worker } from 'node:worker_threads'
import { processState } from '@/lib/db/process-state'
import { announceIngest } from '@/lib/jobs/announce'
import { connectJobs } from '@/lib/jobs/request'
import { logLine } from './log'
import { count } from './metrics'

export type JobsThread = { stop: () => Promise<void> }

/** What the worker is given; the environment it reads itself. */
export type JobsInput = { databaseUrl: string; rootSecret: string }

const RESTART_MS = 2_000

/**
 * The jobs, in a thread of their own so that a long drift run never holds up a request. A thread that fails is started again;
 * jobs are resumable, so nothing is lost by it.
 */
export function startJobs(file: URL): JobsThread {
  const { databaseUrl = '', rootSecret = '' } = processState()
  let stopping = false
  const news = announceIngest((error) => logLine('warn', 'The jobs could not be told of new events; the schedule finds them', error))
  let worker = launch()

  function launch(): Worker {
    const started = new Worker(file, { workerData: { databaseUrl, rootSecret } satisfies JobsInput, name: 'jobs' })
    connectJobs(started)
    started.on('error', (error) => logLine('error', 'The jobs stopped and are started again', error))
    started.on('exit', () => {
      if (stopping) return
      count('bailiwick_jobs_restarts_total', 'How often the jobs had to be started again.')
      setTimeout(() => {
        if (!stopping) worker = launch()
      }, RESTART_MS)
    })
    return started
  }

  return {
    stop: async () => {
      stopping = true
      await news.stop()
      const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
      if (worker.threadId === -1) return
      worker.postMessage('stop')
      // What is not done by then goes on after the next start.
      const limit = setTimeout(() => void worker.terminate(), 10_000)
      await ended
      clearTimeout(limit)
    },
  }
}
