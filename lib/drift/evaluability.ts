import type { SourceFact } from './model'
import type { Window } from './window'

/** Why a source cannot vouch for silence in a window. */
export type Gap = { source: string; reason: 'vantage' | 'not_covering' | 'sampled' | 'no_heartbeat' | 'not_alive' | 'dropped' | 'dead_letters'; from: number | null; to: number | null }

export type Evaluability = { evaluable: true; source: string } | { evaluable: false; gaps: Gap[] }

/** What a source may call a server that it covers: its id, its slug, and its other names. */
export type Covered = { id: string; slug: string; names?: ReadonlySet<string> | undefined }

/** Does the source speak for this server? No list = for any. */
export function covers(source: Pick<SourceFact, 'covers'>, server: Covered): boolean {
  return source.covers.length === 0 || source.covers.some((name) => name === server.id || name === server.slug || server.names?.has(name) === true)
}

/**
 * May absence be concluded for a server in a half-open window? Only where one gateway- or server-side source covers it, does
 * not sample, was alive in event time throughout, lost nothing and left no record undecided in it. Otherwise every source's gap.
 */
export function evaluability(sources: readonly SourceFact[], server: Covered, window: Window): Evaluability {
  const gaps: Gap[] = []
  for (const source of sources) {
    if (!covers(source, server)) continue
    const gap = gapOf(source, window)
    if (gap === null) return { evaluable: true, source: source.name }
    gaps.push(gap)
  }
  return { evaluable: false, gaps }
}

/** The first reason why this source cannot vouch for the window; null = it can. */
export function gapOf(source: SourceFact, window: Window): Gap | null {
  const gap = (reason: Gap['reason'], from: number | null = null, to: number | null = null): Gap => ({ source: source.name, reason, from, to })
  if (source.vantage !== 'gateway' && source.vantage !== 'server') return gap('vantage')
  if (source.sampled) return gap('sampled')
  if (source.heartbeatMs === null) return gap('no_heartbeat')
  const dead = firstDead(source.alive, window, source.heartbeatMs)
  if (dead !== null) return gap('not_alive', dead.from, dead.to)
  const drop = source.drops.find((one) => one.count > 0 && one.from < window.to && one.to >= window.from)
  if (drop !== undefined) return gap('dropped', drop.from, drop.to)
  const letter = source.deadLetters.find((at) => at >= window.from && at < window.to)
  return letter === undefined ? null : gap('dead_letters', letter, letter)
}

/**
 * The first part of the window that no alive interval covers. Intervals already bridge gaps of one heartbeat, so time between two
 * is silence. Only the last may end up to one heartbeat before the window does: the next sign of life is not yet due. A source
 * must have been alive when the window began, however short the window is beside its heartbeat.
 */
export function firstDead(alive: SourceFact['alive'], window: Window, heartbeatMs: number): Window | null {
  let reached: number | null = null
  for (const interval of [...alive].sort((a, b) => a.from - b.from)) {
    if (interval.to < window.from) continue
    if (interval.from > (reached ?? window.from)) return { from: reached ?? window.from, to: Math.min(interval.from, window.to) }
    reached = Math.max(reached ?? interval.to, interval.to)
    if (reached + heartbeatMs >= window.to) return null
  }
  return { from: reached ?? window.from, to: window.to }
}

const WORDS: Record<Gap['reason'], string> = {
  vantage: 'reports from the agent’s side', not_covering: 'does not cover the server', sampled: 'samples', no_heartbeat: 'never stated a heartbeat',
  not_alive: 'was not alive throughout', dropped: 'lost records', dead_letters: 'has records in dead letter',
}

/** A gap in words: "envoy-eu was not alive throughout". */
export function gapInWords(gap: Gap): string {
  return `${gap.source} ${WORDS[gap.reason]}`
}
