import type { GrantFact, Interval } from './model'

/** When a grant ends at the latest: the earlier of validUntil and revokedAt, exclusive; null = open-ended. */
export function endOf(grant: Pick<GrantFact, 'validUntil' | 'revokedAt'>): number | null {
  if (grant.validUntil === null) return grant.revokedAt
  return grant.revokedAt === null ? grant.validUntil : Math.min(grant.validUntil, grant.revokedAt)
}

function within(interval: Interval, at: number): boolean {
  return interval.from <= at && (interval.to === null || at < interval.to)
}

/**
 * Is the grant in force at `at` for this target: in [validFrom, earliest of validUntil and revokedAt), outside every
 * suspension that holds the target. A grant of mode `task` is in force only during a task credential, of which none exist yet.
 */
export function isEffective(grant: GrantFact, target: string, at: number): boolean {
  return grant.mode === 'direct'
    && within({ from: grant.validFrom, to: endOf(grant) }, at)
    && !grant.suspensions.some((hold) => (hold.toolName === null || hold.toolName === target) && within(hold, at))
}

/** Was the grant in force at some time and is it over at `at`? One revoked before it began never was in force. */
export function hasEnded(grant: GrantFact, at: number): boolean {
  const end = endOf(grant)
  return grant.mode === 'direct' && end !== null && end <= at && grant.validFrom < end
}

/**
 * The effective intervals, sorted and disjoint: [validFrom, end) minus the suspensions that hold `target`
 * (those of the whole grant only, when no target is given).
 */
export function effectiveIntervals(grant: Pick<GrantFact, 'validFrom' | 'validUntil' | 'revokedAt' | 'mode' | 'suspensions'>, target: string | null = null): Interval[] {
  const end = endOf(grant)
  let left: Interval[] = grant.mode === 'direct' && (end === null || grant.validFrom < end) ? [{ from: grant.validFrom, to: end }] : []
  for (const hold of grant.suspensions) {
    if (hold.toolName === null || hold.toolName === target) left = left.flatMap((interval) => without(interval, hold))
  }
  return left
}

function without(interval: Interval, hole: Interval): Interval[] {
  const end = interval.to ?? Infinity
  const holeEnd = hole.to ?? Infinity
  if (holeEnd <= interval.from || hole.from >= end || holeEnd <= hole.from) return [interval]
  const parts: Interval[] = []
  if (interval.from < hole.from) parts.push({ from: interval.from, to: hole.from })
  if (holeEnd < end) parts.push({ from: holeEnd, to: interval.to })
  return parts
}
