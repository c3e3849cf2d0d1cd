import type { SilenceVerdict } from './model'
import { complement, intersection, lengthOf, reachedAt, type Spans, spansOf } from './vouched'

const span = (one: { from: string; to: string }): { from: number; to: number } => ({ from: Date.parse(one.from), to: Date.parse(one.to) })

/** Counts the vouched time of a certificate again from its own intervals; `unheard`: time that it claims, but that no listed source was alive in (must be none). */
export function recountSilence(silence: SilenceVerdict): { vouchedMs: number; dueAt: string | null; unheard: number } {
  const window = span(silence)
  let all: Spans = window.from < window.to ? [window] : []
  let unheard = 0
  for (const server of silence.servers) {
    const claimed = complement(spansOf(server.gaps.map(span)), window)
    const alive = spansOf(server.sources.flatMap((source) => source.alive.map(span)))
    unheard += lengthOf(claimed) - lengthOf(intersection(claimed, alive))
    all = intersection(all, claimed)
  }
  const reached = reachedAt(all, silence.neededMs)
  return { vouchedMs: Math.min(lengthOf(all), silence.neededMs), dueAt: reached === null ? null : new Date(reached).toISOString(), unheard }
}
