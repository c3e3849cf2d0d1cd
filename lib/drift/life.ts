import type { Observation, Severity } from './model'
import { SEVERITIES } from './model'

export type FindingStatus = 'open' | 'acknowledged' | 'accepted' | 'resolved'

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

export type Standing = { status: FindingStatus; severity: Severity; resolvedAt: number | null; acceptedUntil: number | null; lastSeen: number }

export type Step = { status: FindingStatus; reason: string } | null

/**
 * What the engine makes of a stored finding when it is observed (or no longer observed). Null = the status stays. A finding that
 * was resolved opens again only for something that happened after it was resolved, or a state that holds again.
 */
export function nextStatus(stored: Standing, seen: Observation | null, now: number): Step {
  if (seen === null || seen.state === 'resolved') {
    if (stored.status === 'resolved') return null
    return { status: 'resolved', reason: seen === null ? 'What it rests on is no longer there.' : RESOLUTION[seen.resolution ?? 'quiet'] }
  }
  if (stored.status === 'accepted') return stored.acceptedUntil !== null && stored.acceptedUntil <= now ? { status: 'open', reason: 'The accepted time has ended.' } : null
  if (stored.status === 'acknowledged') return raised(stored.severity, seen.severity) ? { status: 'open', reason: `Raised from ${stored.severity} to ${seen.severity}.` } : null
  if (stored.status === 'resolved' && (seen.lastSeen > (stored.resolvedAt ?? 0) || isStanding(seen))) return { status: 'open', reason: 'Seen again.' }
  return null
}

const RESOLUTION = { covered_now: 'Today’s grants cover the same calls.', quiet: 'Not seen again for long enough, and a source can vouch for it.' } as const

/** Findings that are a state, not an act: they hold or they do not. */
function isStanding(seen: Observation): boolean {
  return seen.executed + seen.blocked === 0
}

function raised(before: Severity, after: Severity): boolean {
  return SEVERITIES.indexOf(after) > SEVERITIES.indexOf(before)
}
