import { type Covered, covers } from '@/lib/drift/evaluability'
import type { SourceFact } from '@/lib/drift/model'
import type { Window } from '@/lib/drift/window'

/** Half-open intervals in milliseconds, in order, none empty, none touching the next. */
export type Spans = readonly Window[]

/** The same time as intervals in any order that may overlap. */
export function spansOf(intervals: readonly Window[]): Spans {
  const found: Window[] = []
  for (const { from, to } of [...intervals].filter((one) => one.from < one.to).sort((a, b) => a.from - b.from)) {
    const last = found.at(-1)
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to)
    else found.push({ from, to })
  }
  return found
}

/** The time that is in both. */
export function intersection(a: Spans, b: Spans): Spans {
  const found: Window[] = []
  for (let i = 0, j = 0; ;) {
    const [one, other] = [a[i], b[j]]
    if (one === undefined || other === undefined) return found
    const [from, to] = [Math.max(one.from, other.from), Math.min(one.to, other.to)]
    if (from < to) found.push({ from, to })
    if (one.to < other.to) i += 1
    else j += 1
  }
}

/** The time of a window that is not in the intervals. */
export function complement(spans: Spans, window: Window): Spans {
  const found: Window[] = []
  let reached = window.from
  for (const { from, to } of spans) {
    if (from > reached && reached < window.to) found.push({ from: reached, to: Math.min(from, window.to) })
    reached = Math.max(reached, to)
  }
  if (reached < window.to) found.push({ from: reached, to: window.to })
  return found
}

export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, one) => sum + one.to - one.from, 0)
}

/** The moment at which so much of the time was over; null = it holds less. */
export function reachedAt(spans: Spans, needed: number): number | null {
  let left = needed
  for (const { from, to } of spans) {
    if (to - from >= left) return from + left
    left -= to - from
  }
  return null
}

/** Would its silence prove anything: does it see calls where no agent can hide them, all of them, and says when it must be heard of? */
export function mayVouch(source: Pick<SourceFact, 'vantage' | 'sampled' | 'heartbeatMs'>): boolean {
  return (source.vantage === 'gateway' || source.vantage === 'server') && !source.sampled && source.heartbeatMs !== null
}

/**
 * When a source was alive within a window. As drift judges it: intervals already bridge gaps of one heartbeat, and only the last may
 * end up to one heartbeat before the window does, since the next sign of life is not yet due.
 */
export function aliveIn(source: Pick<SourceFact, 'alive' | 'heartbeatMs'>, window: Window): Spans {
  const last = Math.max(...source.alive.map((one) => one.to))
  const due = source.heartbeatMs !== null && last < window.to && last + source.heartbeatMs >= window.to
  return intersection(spansOf(source.alive.map((one) => (due && one.to === last ? { from: one.from, to: window.to } : one))), [window])
}

/** The time of a window for which a source vouches: alive then, and nothing lost then. A drop lies somewhere from `from` up to and with `to`. */
export function vouchedBy(source: SourceFact, window: Window): Spans {
  if (!mayVouch(source)) return []
  const lost = spansOf(source.drops.filter((one) => one.count > 0).map((one) => ({ from: one.from, to: one.to + 1 })))
  return intersection(aliveIn(source, window), complement(lost, window))
}

export type ServerVouched = { spans: Spans; sources: { name: string; spans: Spans }[] }

/** For one server: the time for which at least one source that covers it vouches, and what each contributes. */
export function vouchedFor(sources: readonly SourceFact[], server: Covered, window: Window): ServerVouched {
  const found = sources.filter((source) => covers(source, server)).map((source) => ({ name: source.name, spans: vouchedBy(source, window) })).filter((one) => one.spans.length > 0)
  return { spans: spansOf(found.flatMap((one) => one.spans)), sources: found }
}
