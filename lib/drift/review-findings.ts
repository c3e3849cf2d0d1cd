import { endOf } from '@/lib/grants/intervals'
import { REGISTERED_STATES } from '@/lib/registry/model'
import { fingerprint } from './fingerprint'
import { isInService } from './grant-use'
import type { DriftInput, Observation } from './model'
import { days } from './sentences'
import { adjusted } from './severity'
import { standing } from './state-findings'
import { DAY_MS } from './window'

/**
 * Servers in service whose days between reviews are over: since the last campaign closed that held a grant of theirs, else since they
 * went into service. One on which no grant stands has nothing to review.
 */
export function overdueReviews(input: DriftInput): Observation[] {
  return input.reviews.flatMap((fact) => {
    const server = input.declarations.servers.get(fact.serverId)
    if (server === undefined || !isInService(input.declarations, server.id, input.now)) return []
    const standingGrants = (input.declarations.grants.get(server.id) ?? []).filter((grant) => (endOf(grant) ?? Infinity) > input.now).length
    const since = fact.reviewedAt ?? (server.states.find((change) => REGISTERED_STATES.has(change.state))?.at ?? input.now)
    const dueAt = since + fact.everyDays * DAY_MS
    if (standingGrants === 0 || dueAt > input.now) return []
    const past = Math.floor((input.now - since) / DAY_MS)
    return [standing(input.now, dueAt, {
      kind: 'review_overdue', fingerprint: fingerprint('review_overdue', [server.id]), severity: adjusted('medium', server), serverId: server.id, server: server.slug, sourceName: null,
      explanation: `The grants of ${server.slug} are to be reviewed every ${days(fact.everyDays)}. ${fact.reviewedAt === null ? `They never were, ${days(past)} after it went into service` : `The last review of them closed ${days(past)} ago${fact.campaign === null ? '' : ` (${fact.campaign})`}`}; ${standingGrants === 1 ? 'one grant stands' : `${standingGrants} grants stand`}.`,
      evidence: { everyDays: fact.everyDays, reviewedAt: fact.reviewedAt === null ? null : new Date(fact.reviewedAt).toISOString(), campaign: fact.campaign, dueAt: new Date(dueAt).toISOString(), grants: standingGrants }, remedies: ['start_review'],
    })]
  })
}
