import { type Covered, covers } from '@/lib/drift/evaluability'
import type { SourceFact } from '@/lib/drift/model'
import type { Window } from '@/lib/drift/window'
import { aliveIn, mayVouch, type Spans } from './vouched'

export type NamedGap = Window & { why: string }

/** Each stretch of time for which nobody vouches for a server, with what its sources lack in it, in words. */
export function gapsOf(sources: readonly SourceFact[], server: Covered, unvouched: Spans): NamedGap[] {
  const covering = sources.filter((source) => covers(source, server))
  const able = covering.filter(mayVouch)
  return unvouched.map((gap) => {
    if (covering.length === 0) return { ...gap, why: `no source covers ${server.slug}` }
    if (able.length === 0) return { ...gap, why: covering.map((source) => `${source.name} ${inability(source)}`).join('; ') }
    return { ...gap, why: able.map((source) => `${source.name} ${lack(source, gap)}`).join('; ') }
  })
}

/** Why a source can never vouch. */
function inability(source: SourceFact): string {
  if (source.vantage !== 'gateway' && source.vantage !== 'server') return 'reports from the agent’s side'
  return source.sampled ? 'samples' : 'never stated a heartbeat'
}

function lack(source: SourceFact, gap: Window): string {
  const alive = aliveIn(source, gap)
  // It was alive for some of it: what is missing of that was lost.
  const lost = source.drops.some((one) => one.count > 0 && one.from < gap.to && one.to >= gap.from)
  if (alive.length === 0) return 'was not heard of'
  return lost ? 'lost records' : 'was not heard of throughout'
}
