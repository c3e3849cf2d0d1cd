import { type FindingStatus, type Observation, SEVERITIES, type Severity } from './model'

export type { FindingStatus } from './model'

/** What people may do with a finding: from → to. Every other move is refused; the engine's own moves are `nextStatus`. */
export const MOVES: Readonly<Record<FindingStatus, readonly FindingStatus[]>> = {
  open: ['acknowledged', 'accepted', 'resolved'],
  acknowledged: ['open', 'accepted', 'resolved'],
  accepted: ['open', 'resolved'],
  resolved: ['open'],
}

export function mayMove(from: FindingStatus, to: FindingStatus): boolean {
  return MOVES[from].includes(to)
}

export type Standing = {
  status: FindingStatus
  severity: Severity
  resolvedAt: number | null
  acceptedUntil: number | null
  lastSeen: number
  executed: number
  blocked: number
}

export type Step = { status: FindingStatus; reason: string } | null

/**
 * What the engine makes of a stored finding when it is observed (or no longer observed). Null = the status stays. An acknowledged
 * one stays acknowledged while it is observed; an accepted one until its date; a resolved one opens again only for use that the
 * console did not know when it was resolved, or for a state that holds again.
 */
export function nextStatus(stored: Standing, seen: Observation | null, now: number): Step {
  if (seen === null || seen.state === 'resolved') {
    if (stored.status === 'resolved') return null
    return { status: 'resolved', reason: seen === null ? GONE : RESOLUTION[seen.resolution ?? 'quiet'] }
  }
  if (stored.status === 'accepted') {
    return stored.acceptedUntil !== null && stored.acceptedUntil <= now ? { status: 'open', reason: 'The date until which the risk was accepted has passed.' } : null
  }
  if (stored.status === 'resolved' && (seen.life === 'state' || isNewUse(stored, seen))) return { status: 'open', reason: seen.life === 'state' ? 'It holds again.' : 'It happened again.' }
  return null
}

export const GONE = 'It is no longer observed: declared since, judged again, or out of the window.'
export const RESOLUTION = {
  covered_now: 'Today’s grants cover the same calls, and none has failed since.',
  quiet: 'No such call for long enough, while a source watched all the time.',
} as const

/** Use after the resolution; or use before it that was delivered late, so that nobody knew of it then. */
function isNewUse(stored: Standing, seen: Observation): boolean {
  return seen.lastSeen > (stored.resolvedAt ?? 0) || seen.lastSeen > stored.lastSeen || seen.executed + seen.blocked > stored.executed + stored.blocked
}

/** Did a finding that somebody has looked at become worse? That goes into its history, though its status stays. */
export function worsened(stored: Pick<Standing, 'status' | 'severity'>, seen: Pick<Observation, 'severity'> | null): boolean {
  return seen !== null && (stored.status === 'acknowledged' || stored.status === 'accepted') && SEVERITIES.indexOf(seen.severity) > SEVERITIES.indexOf(stored.severity)
}
