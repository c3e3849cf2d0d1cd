import type { GrantFact } from '@/lib/grants/model'
import { glob, treacherous } from './verdict-oracle'

/**
 * A second reading of what a narrowed replacement has to be, by looking at calls one at a time: it shares no code with `narrow.ts`
 * and reasons about no glob. What a resource is kept as in the roll-up is written again here, from the rule book.
 */
export type SmallGrant = Pick<GrantFact, 'target' | 'access' | 'scope' | 'targetKind'>
export type SmallCall = { target: string; access: string; resources: readonly string[] }

const LEVELS = ['read', 'write', 'admin']

/** Would this grant admit this call, its caller and time apart? */
export function admits(grant: SmallGrant, call: SmallCall): boolean {
  const named = grant.target === call.target || (!(grant.targetKind === 'context' && treacherous(call.target)) && glob(grant.target, call.target))
  if (!named || LEVELS.indexOf(call.access) > LEVELS.indexOf(grant.access)) return false
  if (grant.scope.length === 0) return true
  return call.resources.length > 0 && call.resources.every((resource) => grant.scope.some((entry) => entry === resource || (!treacherous(resource) && glob(entry, resource))))
}

/** First three segments, and `*` for the rest. */
export function kept(resource: string): string {
  const parts = resource.split('/')
  return parts.length > 3 ? `${parts.slice(0, 3).join('/')}/*` : resource
}

export function keptAll(resources: readonly string[]): string[] {
  const keys = [...new Set(resources.map(kept))].sort()
  return keys.length > 8 ? ['*'] : keys
}

/** The resources out of a pool that a key of the roll-up may stand for. */
export function standFor(key: string, pool: readonly string[]): string[] {
  return key === '*' ? [...pool] : pool.filter((resource) => kept(resource) === key)
}

/** Is some call, of those that the observed ones may stand for, admitted by `before` and no longer by any of `after`? */
export function loses(before: SmallGrant, after: readonly SmallGrant[], observed: readonly { target: string; access: string; keys: readonly string[] }[], pool: readonly string[]): SmallCall | null {
  for (const { target, access, keys } of observed) {
    // One resource at a time is enough: a scope admits a call when it admits each of its resources.
    const calls = keys.length === 0 ? [{ target, access, resources: [] }] : keys.flatMap((key) => standFor(key, pool).map((resource) => ({ target, access, resources: [resource] })))
    const lost = calls.find((call) => admits(before, call) && !after.some((grant) => admits(grant, call)))
    if (lost !== undefined) return lost
  }
  return null
}
