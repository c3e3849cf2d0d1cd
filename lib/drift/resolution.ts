import type { UsageFact } from '@/lib/activity/model'
import { callOf, coveredSince } from './coverage'
import { type Covered, evaluability, type Gap } from './evaluability'
import { groupUse } from './group'
import type { DriftInput, Observation } from './model'
import { lastDays } from './window'

export type Resolution = Pick<Observation, 'state' | 'resolution'> & {
  /** Long without such a call, but nobody watched all the time: what each source lacks. */
  withheld: readonly Gap[] | null
}

const OPEN: Resolution = { state: 'open', resolution: null, withheld: null }

/** What makes two uses the same call but for their time. */
function callKey(row: UsageFact): string {
  return JSON.stringify([row.kind, row.target, row.access, row.agentId, row.agent, row.clientId, row.client, row.humanId, row.human, row.resourceKeys])
}

/**
 * Would today's grants cover every combination of the group, and has none of them failed since the newest grant that covers it
 * took effect? A combination whose resources were cut is unknown, and unknown is not covered.
 */
export function isCoveredNow(input: DriftInput, rows: readonly UsageFact[]): boolean {
  return rows.length > 0 && [...groupUse(rows, callKey).values()].every(({ rows: [first], lastSeen }) => {
    const call = first === undefined ? null : callOf(first, input.now)
    const since = call === null ? null : coveredSince(input.declarations, call)
    return since !== null && lastSeen < since
  })
}

/** Open, covered now, or quiet: long without such a call while somebody watched. */
export function resolutionOf(input: DriftInput, rows: readonly UsageFact[], server: Covered, lastSeen: number): Resolution {
  return isCoveredNow(input, rows) ? { state: 'resolved', resolution: 'covered_now', withheld: null } : quietOf(input, server, lastSeen)
}

/** Open, or quiet: so long without such a call that it is settled, as far as somebody watched the server. */
export function quietOf(input: DriftInput, server: Covered, lastSeen: number): Resolution {
  const window = lastDays(input.settings.quietDays, input.now)
  if (lastSeen >= window.from) return OPEN
  const found = evaluability(input.sources, server, window)
  return found.evaluable ? { state: 'resolved', resolution: 'quiet', withheld: null } : { ...OPEN, withheld: found.gaps }
}
