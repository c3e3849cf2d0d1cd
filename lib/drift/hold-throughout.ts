import { endOf } from '@/lib/grants/intervals'
import type { Declarations, GrantFact } from '@/lib/grants/model'
import type { Changes } from './what-if'

/** Longer than any time in a record (they end with the year 9999), so that a shifted time is before or after all of them. */
const AGES = 1e15

/**
 * The declarations with every grant standing all the time as it stands at `now`: in force throughout, over throughout, or not begun
 * throughout. Their order, of which the time of validity is a part, stays. A revocation is a grant that is over.
 */
export function heldThroughout(declarations: Declarations, { add, revoke }: Pick<Changes, 'add' | 'revoke'>, now: number): Declarations {
  const grants = new Map<string, GrantFact[]>()
  const put = (grant: GrantFact): void => {
    const list = grants.get(grant.serverId)
    if (list === undefined) grants.set(grant.serverId, [grant])
    else list.push(grant)
  }
  for (const list of declarations.grants.values()) for (const grant of list) put(asOf(revoke.has(grant.id) ? { ...grant, revokedAt: Math.min(grant.revokedAt ?? now, now) } : grant, now))
  for (const grant of add) put(asOf({ ...grant, validFrom: now, validUntil: null, revokedAt: null, suspensions: [] }, now))
  return { ...declarations, grants }
}

function asOf(grant: GrantFact, now: number): GrantFact {
  const end = endOf(grant)
  const from = grant.validFrom - AGES
  const held = grant.suspensions.filter((hold) => hold.from <= now && (hold.to === null || now < hold.to)).map((hold) => ({ ...hold, from: -Infinity, to: null }))
  const still = { ...grant, suspensions: held, revokedAt: null, validUntil: null }
  // One that ended before it began never was in force, which matters to calls without a human.
  if (end !== null && end <= now) return { ...still, validFrom: from, validUntil: grant.validFrom < end ? from + 1 : from }
  return grant.validFrom > now ? { ...still, validFrom: grant.validFrom + AGES } : { ...still, validFrom: from }
}
