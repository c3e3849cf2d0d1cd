import { rows } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'

export type Readiness = { ready: boolean; checks: { name: 'database' | 'migrations' | 'draining'; ok: boolean; detail: string }[] }

/** May this process be given requests? Asks the database each time; never throws. */
export async function readiness(): Promise<Readiness> {
  const draining = processState().draining === true
  let database = 'reachable'
  let pending = 'applied'
  let reachable = true
  let migrated = true
  try {
    const found = await rows<{ unfinished: number; applied: number }>('SELECT count(*) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL) AS unfinished, count(*) AS applied FROM _prisma_migrations')
    const row = found[0]
    migrated = row !== undefined && row.applied > 0 && row.unfinished === 0
    if (!migrated) pending = 'a migration is not finished'
  } catch {
    reachable = false
    migrated = false
    database = 'cannot be reached'
    pending = 'unknown'
  }
  const checks = [
    { name: 'database' as const, ok: reachable, detail: database },
    { name: 'migrations' as const, ok: migrated, detail: pending },
    { name: 'draining' as const, ok: !draining, detail: draining ? 'this process is shutting down' : 'no' },
  ]
  return { ready: checks.every((check) => check.ok), checks }
}
