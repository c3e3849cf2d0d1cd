import { includesPattern } from '@/lib/grants/includes'
import { endOf } from '@/lib/grants/intervals'
import type { Declarations, GrantFact } from '@/lib/grants/model'
import { isExact } from '@/lib/grants/target-match'
import { ACCESS_RANK } from '@/lib/registry/model'
import type { FrozenGrant } from './frozen'

type Shelf = { exact: Map<string, GrantFact[]>; globs: GrantFact[] }

/**
 * How many of the active agents hold as much as a grant gives: one in force (held or not) admits its whole target on its server with
 * at least its access. A grant for any agent is held by all of them. Grants are compared by what they name, not with each other one by one.
 */
export function peersIn(declarations: Declarations, active: ReadonlySet<string>, now: number): (grant: GrantFact) => FrozenGrant['peers'] {
  const shelves = new Map<string, Shelf>()
  const known = new Map<string, number>()
  const shelfOf = (grant: GrantFact): Shelf => {
    const key = `${grant.serverId} ${grant.targetKind}`
    const found = shelves.get(key) ?? shelve((declarations.grants.get(grant.serverId) ?? []).filter((one) => one.targetKind === grant.targetKind && stands(one, now)))
    shelves.set(key, found)
    return found
  }
  return (grant) => {
    const key = `${grant.serverId} ${grant.targetKind} ${grant.access} ${grant.target}`
    const holding = known.get(key) ?? holders(shelfOf(grant), grant, active)
    known.set(key, holding)
    return { holding, of: active.size }
  }
}

function holders(shelf: Shelf, grant: GrantFact, active: ReadonlySet<string>): number {
  const paths = grant.targetKind === 'context'
  const holding = [...(shelf.exact.get(grant.target) ?? []), ...shelf.globs.filter((one) => includesPattern(one.target, grant.target, paths))].filter((one) => ACCESS_RANK[one.access] >= ACCESS_RANK[grant.access])
  return holding.some((one) => one.agentId === null) ? active.size : new Set(holding.flatMap((one) => (one.agentId !== null && active.has(one.agentId) ? [one.agentId] : []))).size
}

function shelve(grants: readonly GrantFact[]): Shelf {
  return { exact: Map.groupBy(grants.filter((one) => isExact(one.target)), (one) => one.target), globs: grants.filter((one) => !isExact(one.target)) }
}

function stands(grant: GrantFact, now: number): boolean {
  const end = endOf(grant)
  return grant.validFrom <= now && (end === null || end > now)
}
