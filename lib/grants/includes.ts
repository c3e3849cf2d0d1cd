import { ACCESS_RANK } from '@/lib/registry/model'
import type { GrantFact, HumanRule } from './model'
import { compilePattern, isTreacherous, matchesPattern, matchesPath } from './target-match'

/** What of a grant says whom and what it admits, without its window. */
export type Reach = Pick<GrantFact, 'serverId' | 'agentId' | 'clientId' | 'human' | 'targetKind' | 'target' | 'access' | 'scope' | 'mode'>

/**
 * Does `outer` match every text that `inner` matches? Exact, since any character may stand where a glob has a star: inside `inner` a
 * star is a letter that only a star of `outer` can stand for. `paths`: resources and URIs, where a treacherous text matches no glob.
 */
export function includesPattern(outer: string, inner: string, paths: boolean): boolean {
  const pattern = compilePattern(outer)
  return paths ? matchesPath(pattern, inner, isTreacherous(inner)) : matchesPattern(pattern, inner)
}

/** Is every resource that `inner` admits admitted by `outer`? Empty = unrestricted. A resource is asked of one glob at a time, as `inScope` does. */
export function includesScope(outer: readonly string[], inner: readonly string[]): boolean {
  if (outer.length === 0) return true
  return inner.length > 0 && inner.every((glob) => outer.some((one) => includesPattern(one, glob, true)))
}

/** `any` holds every named one of its sort, as long as that one is active; `none` only itself; a team never stands for its members of today. */
function includesHuman(outer: HumanRule, inner: HumanRule): boolean {
  if (outer.rule === 'any') return inner.rule !== 'none'
  if (outer.rule === 'person') return inner.rule === 'person' && inner.personId === outer.personId
  if (outer.rule === 'team') return inner.rule === 'team' && inner.teamId === outer.teamId
  return inner.rule === 'none'
}

/** In which dimensions `inner` goes beyond `outer`, windows apart. Empty = everything that `inner` admits, `outer` admits. */
export type Beyond = 'server' | 'agent' | 'client' | 'human' | 'target' | 'access' | 'scope' | 'mode'

export function beyond(outer: Reach, inner: Reach): Beyond[] {
  const found: Beyond[] = []
  if (outer.serverId !== inner.serverId) found.push('server')
  if (outer.agentId !== null && outer.agentId !== inner.agentId) found.push('agent')
  if (outer.clientId !== null && outer.clientId !== inner.clientId) found.push('client')
  if (!includesHuman(outer.human, inner.human)) found.push('human')
  if (outer.targetKind !== inner.targetKind || !includesPattern(outer.target, inner.target, inner.targetKind === 'context')) found.push('target')
  if (ACCESS_RANK[inner.access] > ACCESS_RANK[outer.access]) found.push('access')
  if (!includesScope(outer.scope, inner.scope)) found.push('scope')
  if (outer.mode === 'task' && inner.mode === 'direct') found.push('mode')
  return found
}

/** Does everything that `inner` admits need no more than `outer`, at times when both are in force? */
export function includes(outer: Reach, inner: Reach): boolean {
  return beyond(outer, inner).length === 0
}
