import { PgBoss } from 'pg-boss'
import { databaseUrl } from '@/lib/db/pool'

/** What runs when, by the clock (cron, UTC), once across all replicas. */
export type Scheduled = { name: string; cron: string; run: () => Promise<void> }

/** Registers the schedule and works it off. `stop` waits for what is under way. */
export async function startSchedule(jobs: readonly Scheduled[], failed: (what: string, error: unknown) => void): Promise<{ stop: () => Promise<void> }> {
  const boss = new PgBoss({ connectionString: databaseUrl(), schema: 'pgboss', max: 3, application_name: 'bailiwick schedule' })
  boss.on('error', (error) => failed('The schedule', error))
  await boss.start()
  for (const { name, cron, run } of jobs) {
    await boss.createQueue(name, { retryLimit: 0 })
    await boss.schedule(name, cron)
    await boss.work(name, { pollingIntervalSeconds: 15 }, async () => {
      try {
        await run()
      } catch (error) {
        failed(`The job ${name}`, error)
        throw error
      }
    })
  }
  return { stop: () => boss.stop({ graceful: true, timeout: 8_000 }) }
}
