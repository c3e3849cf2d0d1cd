import type { Term } from './content'

export const DAY_MS = 86_400_000

/** Milliseconds; null end = open-ended. `cut`: the longest time allowed is shorter than what was asked for. */
export type GrantWindow = { from: number; until: number | null; cut: boolean }

/**
 * The window of a grant approved at `approvedAt`: never before its approval, nor before the wished beginning, nor, for a renewal,
 * before the grant that it renews ends; to the earliest of its terms, and to `maximumDays` after its beginning at the latest; without
 * any term, to just that. `openEnded`: whether it may go on without an end, where that is asked for. Null when nothing is left of it.
 */
export function windowAt(asked: { startsAt: string | null; terms: readonly Term[] }, approvedAt: number, limits: { maximumDays: number; openEnded: boolean; after?: number | null }): GrantWindow | null {
  const from = Math.max(approvedAt, asked.startsAt === null ? 0 : Date.parse(asked.startsAt), limits.after ?? 0)
  const wished = Math.min(...asked.terms.map((term) => endOf(term, from)))
  const asksForOpen = asked.terms.length > 0 && wished === Infinity
  if (asksForOpen && limits.openEnded) return { from, until: null, cut: false }
  const longest = from + limits.maximumDays * DAY_MS
  const until = Math.min(wished, longest)
  return until <= from ? null : { from, until, cut: asked.terms.length > 0 && longest < wished }
}

function endOf(term: Term, from: number): number {
  switch (term.kind) {
    case 'open': return Infinity
    case 'days': return from + term.days * DAY_MS
    case 'until': return Date.parse(term.until)
  }
}
