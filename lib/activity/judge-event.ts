import { makeJudge } from '@/lib/grants/make-judge'
import type { Declarations, Verdict } from '@/lib/grants/model'
import { isActKind, type NamedAct, type ResolvedAct, resolveCall } from '@/lib/grants/resolve-call'
import type { Kind } from './model'
import { resourceKeys } from './resource-keys'

/** Everything about an event that its declarations decide, worked out once for all events of the same tuple and time slice. */
export type Judged = ResolvedAct<Kind> & {
  serverName: string
  statedAccess: string | null
  /** Null for decisions and credentials. */
  verdict: Verdict | null
  grantId: string | null
  nearestGrantId: string | null
  keys: readonly string[]
  /** Worked out when first needed, by `row-text.ts` and `roll-up.ts`. */
  text?: string
  usageKeys?: Map<string, string>
  group?: string
}

export type JudgeEvent = (act: NamedAct<Kind>) => Judged

/** Tuples are few; hostile ones that are all different, or very long, must not fill the memory. */
const CACHED = 50_000
const CACHED_CHARACTERS = 32 * 1024 * 1024

/**
 * Resolves and judges events by one state of the declarations. All rules compare an event's time only with times that the
 * declarations name, so between two neighbouring ones the answer for a tuple is the same and is worked out once.
 */
export function makeJudgeEvent(declarations: Declarations): JudgeEvent {
  const judge = makeJudge(declarations)
  const boundaries = boundariesOf(declarations)
  let cache = new Map<string, Judged>()
  let characters = 0
  return (act) => {
    const key = `${sliceOf(boundaries, act.at)}\u0000${act.source}\u0000${act.kind}\u0000${act.server}\u0000${act.target}\u0000${act.access ?? ''}\u0000${act.agent ?? ''}\u0000${act.client ?? ''}\u0000${act.human ?? ''}\u0000${act.resources?.join('\u0000') ?? ''}`
    const known = cache.get(key)
    if (known !== undefined) return known
    if (cache.size >= CACHED || characters > CACHED_CHARACTERS) {
      cache = new Map()
      characters = 0
    }
    characters += key.length
    const call = resolveCall(declarations, act)
    const { kind } = call
    const judgement = isActKind(kind) ? judge({ ...call, kind }) : { verdict: null, grantId: null, nearestGrantId: null }
    const judged: Judged = { ...call, ...judgement, serverName: act.server, statedAccess: act.access ?? null, keys: resourceKeys(call.resources) }
    cache.set(key, judged)
    return judged
  }
}

/** Every time at which some declaration begins or ends to count, sorted. */
function boundariesOf(declarations: Declarations): Float64Array {
  const times = new Set<number>()
  const add = (time: number | null): void => {
    if (time !== null) times.add(time)
  }
  for (const bindings of declarations.names.values()) for (const binding of bindings) [binding.from, binding.to].forEach(add)
  for (const holders of [declarations.servers, declarations.agents, declarations.clients, declarations.people]) {
    for (const holder of holders.values()) for (const change of holder.states) add(change.at)
  }
  for (const stays of declarations.memberships.values()) for (const stay of stays) [stay.from, stay.to].forEach(add)
  for (const tool of declarations.tools.values()) for (const change of tool.classes) add(change.at)
  for (const grants of declarations.grants.values()) {
    for (const grant of grants) {
      [grant.validFrom, grant.validUntil, grant.revokedAt].forEach(add)
      for (const hold of grant.suspensions) [hold.from, hold.to].forEach(add)
    }
  }
  return Float64Array.from(times).sort()
}

/** How many boundaries lie at or before `at`. */
function sliceOf(boundaries: Float64Array, at: number): number {
  let low = 0
  let high = boundaries.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((boundaries[middle] ?? Number.POSITIVE_INFINITY) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Does a source that speaks for `covers` only speak for this event's server? Names compare as given and by what they resolve to. */
export function isCovered(covers: readonly string[], declarations: Declarations, judged: Judged, source: string, resolve: (name: string, source: string, at: number) => string | null): boolean {
  if (covers.length === 0 || covers.includes(judged.serverName)) return true
  const holder = resolve(judged.serverName, source, judged.at)
  return holder !== null && covers.some((name) => resolve(name, source, judged.at) === holder || declarations.servers.get(holder)?.slug === name)
}
