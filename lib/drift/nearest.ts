import { ACCESS_RANK } from '@/lib/registry/model'
import { fitOf, matchesKindAndTarget } from '@/lib/grants/match'
import type { Call, Declarations, GrantFact } from '@/lib/grants/model'
import { compareGrants } from '@/lib/grants/order'

/** In which dimensions a grant fits a call. */
export type Closeness = { caller: boolean; time: boolean; target: boolean; access: boolean; scope: boolean }

export type Nearest = { grant: GrantFact; fit: Closeness }

/** What weighs more when two grants fit in as many dimensions: that it is this caller's, then that it is about this target. */
const WEIGHT: Record<keyof Closeness, number> = { caller: 16, target: 8, time: 4, access: 2, scope: 1 }

export function closenessOf(declarations: Declarations, grant: GrantFact, call: Call): Closeness {
  return { ...fitOf(declarations, grant, call), target: matchesKindAndTarget(grant, call) }
}

/**
 * The grant of the call's server that comes nearest to covering it, for showing why none does: the one that fits in the most
 * dimensions. `preferred` is the one the verdict named. Unlike a verdict's nearest grant it may fail in several; null when the
 * server has none.
 */
export function nearestGrant(declarations: Declarations, call: Call, preferred: string | null): Nearest | null {
  const all = (declarations.grants.get(call.serverId ?? '') ?? []).map((grant): Nearest => ({ grant, fit: closenessOf(declarations, grant, call) }))
  const named = all.find(({ grant }) => grant.id === preferred)
  if (named !== undefined) return named
  return all.sort((a, b) => count(b.fit) - count(a.fit) || weight(b.fit) - weight(a.fit) || ceiling(b, call) - ceiling(a, call) || compareGrants(a.grant, b.grant))[0] ?? null
}

const DIMENSIONS = Object.keys(WEIGHT) as (keyof Closeness)[]

function count(fit: Closeness): number {
  return DIMENSIONS.filter((dimension) => fit[dimension]).length
}

function weight(fit: Closeness): number {
  return DIMENSIONS.reduce((sum, dimension) => sum + (fit[dimension] ? WEIGHT[dimension] : 0), 0)
}

/** Of two that are both too low, the higher ceiling is nearer. */
function ceiling({ grant }: Nearest, call: Call): number {
  return Math.min(ACCESS_RANK[grant.access], ACCESS_RANK[call.access])
}
