export type JobsLog = (level: 'error' | 'warn' | 'info', message: string, detail?: unknown) => void

/** Starts everything that runs by itself, in the thread of the jobs. `stop` resolves when nothing is under way any more. */
export async function runJobs({ log }: { log: JobsLog }): Promise<{ stop: () => Promise<void> }> {
  log('info', 'No jobs are defined')
  return { stop: async () => {} }
}
