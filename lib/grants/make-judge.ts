import { ACCESS_RANK } from '@/lib/registry/model'
import { isRegistered } from './holders'
import { isEffective } from './intervals'
import { matchesCaller, matchesKindAndTarget } from './match'
import type { Call, Declarations, GrantFact, Judgement, Verdict } from './model'
import { compareGrants } from './order'
import { compilePattern, isTreacherous, matchesPath, type Pattern } from './target-match'
import { isUnattributed, NOBODY } from './verdict'

/** A grant with what does not depend on the call worked out once. */
type Prepared = { fact: GrantFact; rank: number; scope: readonly Pattern[] }

/** The targets of a stream are few; hostile ones that are all different must not fill the memory. */
const CACHED_TARGETS = 20_000

/**
 * `judge` for a stream of events: the same answers, with the grants that reach a target found and sorted once per
 * (server, kind, target). Belongs to one state of the declarations: make a new one when the epoch moves.
 */
export function makeJudge(declarations: Declarations): (call: Call) => Judgement {
  const cache = new Map<string, readonly Prepared[]>()
  const prepared = new Map<string, readonly Prepared[]>()

  function reaching(serverId: string, call: Call): readonly Prepared[] {
    const key = `${serverId} ${call.kind} ${call.target}`
    const known = cache.get(key)
    if (known) return known
    const all = prepared.get(serverId) ?? prepare(declarations.grants.get(serverId) ?? [])
    prepared.set(serverId, all)
    const found = all.filter(({ fact }) => matchesKindAndTarget(fact, call))
    if (cache.size >= CACHED_TARGETS) cache.clear()
    cache.set(key, found)
    return found
  }

  return (call) => {
    if (call.serverId === null || !isRegistered(declarations.servers.get(call.serverId), call.at)) return { ...NOBODY, verdict: 'unregistered' }
    const candidates = reaching(call.serverId, call)
    if (call.agentName === null || call.clientName === null || call.humanName === null) {
      if (isUnattributed(declarations, candidates.map(({ fact }) => fact), call)) return { ...NOBODY, verdict: 'unattributed' }
    }
    return firstFit(declarations, candidates, call)
  }
}

function prepare(grants: readonly GrantFact[]): readonly Prepared[] {
  return [...grants].sort(compareGrants).map((fact) => ({ fact, rank: ACCESS_RANK[fact.access], scope: fact.scope.map(compilePattern) }))
}

/** The verdicts of near misses, best first; the index is the priority. */
const MISSES = ['lapsed', 'over_access', 'out_of_scope', 'wrong_caller'] as const satisfies readonly Verdict[]

/** One pass in tie order: the first that covers wins; of the near misses the first of each sort is kept. */
function firstFit(declarations: Declarations, candidates: readonly Prepared[], call: Call): Judgement {
  const nearest: (string | null)[] = [null, null, null, null]
  const rank = ACCESS_RANK[call.access]
  // Asked only once a scoped grant comes into question.
  let treacherous: readonly boolean[] | null = null
  for (const { fact, rank: ceiling, scope } of candidates) {
    const access = rank <= ceiling
    const time = isEffective(fact, call.target, call.at)
    if (!access && !time) continue
    if (scope.length > 0) treacherous ??= call.resources.map(isTreacherous)
    const scoped = scope.length === 0 || scopeAdmits(scope, call.resources, treacherous ?? [])
    if (Number(access) + Number(time) + Number(scoped) < 2) continue
    const caller = matchesCaller(declarations, fact, call)
    if (access && time && scoped && caller) return { verdict: 'granted', grantId: fact.id, nearestGrantId: null }
    if (Number(access) + Number(time) + Number(scoped) + Number(caller) !== 3) continue
    const miss = [time, access, scoped, caller].indexOf(false)
    nearest[miss] ??= fact.id
  }
  const best = nearest.findIndex((id) => id !== null)
  const verdict = MISSES[best]
  return verdict === undefined ? NOBODY : { verdict, grantId: null, nearestGrantId: nearest[best] ?? null }
}

function scopeAdmits(scope: readonly Pattern[], resources: readonly string[], treacherous: readonly boolean[]): boolean {
  return resources.length > 0 && resources.every((resource, i) => scope.some((glob) => matchesPath(glob, resource, treacherous[i] ?? true)))
}
