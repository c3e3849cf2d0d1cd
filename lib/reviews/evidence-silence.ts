import { evaluability, gapInWords } from '@/lib/drift/evaluability'
import { inForce, isInService } from '@/lib/drift/grant-use'
import { calledAt, coveredServer } from '@/lib/drift/names'
import { DAY_MS, type Window } from '@/lib/drift/window'
import type { GrantFact } from '@/lib/grants/model'
import type { EvidenceFacts } from './evidence-facts'
import type { FrozenTelemetry, FrozenUse } from './frozen'

const GAPS = 5

export type Silence = {
  /** May anything be concluded from silence on this server since `from`? */
  telemetry: (serverId: string, from: number) => FrozenTelemetry
  /** Since when evidence of a grant is asked for: the window, or the grant's begin within it. */
  since: (grant: GrantFact) => number
  /** `used` when there was a call; `unused` only where it could have been, on evidence; see `FrozenUse`. */
  state: (grant: GrantFact, calls: number) => FrozenUse['state']
}

/**
 * What silence means, by the rules of drift: over the evidence window, and for a grant that began within it since then, as long as it
 * stood in force for as long as drift asks before it calls a grant unused.
 */
export function silenceOf({ declarations, sources, window: { now, days, graceDays, unusedDays } }: Pick<EvidenceFacts, 'declarations' | 'sources' | 'window'>): Silence {
  const called = calledAt(declarations, now)
  const known = new Map<string, FrozenTelemetry>()
  const begin = now - days * DAY_MS
  const telemetry = (serverId: string, from: number): FrozenTelemetry => {
    const key = `${serverId} ${from}`
    const found = known.get(key) ?? vouched({ from, to: now }, serverId)
    known.set(key, found)
    return found
  }
  const vouched = (window: Window, serverId: string): FrozenTelemetry => {
    const found = evaluability(sources, coveredServer(declarations, called, serverId), window)
    if (found.evaluable) return { evaluable: true, source: found.source }
    return { evaluable: false, gaps: found.gaps.length === 0 ? ['no source covers the server'] : found.gaps.slice(0, GAPS).map(gapInWords) }
  }
  const since = (grant: GrantFact): number => (grant.validFrom >= now ? begin : Math.max(begin, grant.validFrom))
  const state = (grant: GrantFact, calls: number): FrozenUse['state'] => {
    if (calls > 0) return 'used'
    const from = since(grant)
    const least = Math.max(Math.min(days, unusedDays), graceDays)
    if (!isInService(declarations, grant.serverId, now) || grant.validFrom > now - least * DAY_MS || !inForce(grant, from, now)) return 'young'
    return telemetry(grant.serverId, from).evaluable ? 'unused' : 'not_evaluable'
  }
  return { telemetry, since, state }
}
