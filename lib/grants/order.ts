import { ACCESS_RANK } from '@/lib/registry/model'
import type { GrantFact } from './model'
import { isExact } from './target-match'

function anyCount(grant: GrantFact): number {
  return Number(grant.agentId === null) + Number(grant.clientId === null) + Number(grant.human.rule === 'any')
}

function byId(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/**
 * Which of several grants speaks for a call: exact target, fewest `any`, scoped, lowest ceiling, earliest validFrom, id.
 * A property of the grants alone, so they can be sorted once and the first that fits taken.
 */
export function compareGrants(a: GrantFact, b: GrantFact): number {
  return Number(isExact(b.target)) - Number(isExact(a.target))
    || anyCount(a) - anyCount(b)
    || Number(b.scope.length > 0) - Number(a.scope.length > 0)
    || ACCESS_RANK[a.access] - ACCESS_RANK[b.access]
    || a.validFrom - b.validFrom
    || byId(a.id, b.id)
}
