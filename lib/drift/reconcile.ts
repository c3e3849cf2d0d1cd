import { nextStatus, RESOLUTION, type Standing, worsened } from './life'
import type { FindingStatus, Observation, Severity } from './model'

/** A line of a finding's history that the engine writes. */
export type HistoryLine = { from: FindingStatus | null; to: FindingStatus; reason: string; severity: Severity }

export type Change = {
  status: FindingStatus
  /** Milliseconds; null when it is not resolved. */
  resolvedAt: number | null
  acceptedUntil: number | null
  history: HistoryLine[]
  /** What the run counts it as. */
  counts: 'opened' | 'resolved' | 'reopened' | null
}

/** A difference seen for the first time. One that is already settled is kept as such, and never was open. */
export function firstSeen(seen: Observation, now: number): Change {
  const settled = seen.state === 'resolved'
  const status = settled ? 'resolved' : 'open'
  const reason = settled ? `Already settled when it was first found. ${RESOLUTION[seen.resolution ?? 'quiet']}` : 'Found.'
  return { status, resolvedAt: settled ? now : null, acceptedUntil: null, history: [{ from: null, to: status, reason, severity: seen.severity }], counts: settled ? null : 'opened' }
}

/** What a run changes about a finding it knows: `seen` null = the difference is no longer there. */
export function seenAgain(stored: Standing, seen: Observation | null, now: number): Change {
  const step = nextStatus(stored, seen, now)
  const severity = seen?.severity ?? stored.severity
  if (step === null) {
    const history: HistoryLine[] = worsened(stored, seen)
      ? [{ from: stored.status, to: stored.status, reason: `Severity rose from ${stored.severity} to ${severity}.`, severity }] : []
    return { status: stored.status, resolvedAt: stored.resolvedAt, acceptedUntil: stored.acceptedUntil, history, counts: null }
  }
  return {
    status: step.status, resolvedAt: step.status === 'resolved' ? now : null, acceptedUntil: null,
    history: [{ from: stored.status, to: step.status, reason: step.reason, severity }],
    counts: step.status === 'resolved' ? 'resolved' : 'reopened',
  }
}
