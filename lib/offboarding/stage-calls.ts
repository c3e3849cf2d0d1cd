import type { Stage } from './machine'
import { intersection, lengthOf, type Spans } from './vouched'

/** The grid of the picture: six hours, from midnight UTC. */
export const BUCKET_MS = 6 * 3_600_000
/** So long before the freeze (or, while nothing is frozen, before now) the picture begins. */
export const BEFORE_MS = 14 * 86_400_000

/** What the sums are told by: `before` is all the time until the freeze, `closed` what was heard after the end. */
export const CALL_STAGES = ['before', 'frozen', 'revoked', 'rotated', 'watch', 'closed'] as const
export type CallStage = (typeof CALL_STAGES)[number]

/** `none`: some source listened throughout; `part`: not all the time; `all`: nobody did. */
export type BucketGap = 'none' | 'part' | 'all'

/**
 * The picture of a case: calls by or to its subject before and after each stage. Times RFC 3339. `buckets` are all there are from `from`
 * to `to`, oldest first, on the six-hour grid, also those without a call; the first and the last may begin or end within one.
 * `perStage` is exact to the millisecond, whatever the grid: its stages are those reached, in their order.
 */
export type OffboardingCallsView = {
  stepMs: number
  from: string
  to: string
  buckets: { at: string; executed: number; refused: number; gap: BucketGap }[]
  /** When each stage was reached, oldest first; a repeated watch counts from its last start. */
  marks: { stage: Exclude<Stage, 'cancelled'>; at: string }[]
  perStage: { stage: CallStage; from: string; to: string; executed: number; refused: number; gapMs: number }[]
  /** Every source that covers what is watched, and whether its silence could prove anything. */
  sources: { name: string; vouches: boolean }[]
  /** When the calls were counted last; null = not yet. */
  countedAt: string | null
}

/** Calls from `at` on until the next piece or the next step of the grid, whichever comes first. */
export type CallPiece = { at: number; executed: number; refused: number }

export type StageTimes = { openedAt: number; frozenAt: number | null; revokedAt: number | null; rotatedAt: number | null; watchFrom: number | null; closedAt: number | null }

/** The stages of a stored case. */
export function timesOf(row: Record<'frozenAt' | 'revokedAt' | 'rotatedAt' | 'watchFrom' | 'closedAt', Date | null> & { openedAt: Date }): StageTimes {
  const ms = (at: Date | null): number | null => at?.getTime() ?? null
  return { openedAt: row.openedAt.getTime(), frozenAt: ms(row.frozenAt), revokedAt: ms(row.revokedAt), rotatedAt: ms(row.rotatedAt), watchFrom: ms(row.watchFrom), closedAt: ms(row.closedAt) }
}

/** When the picture of a case begins: a UTC day, two weeks before the freeze, else before the opening. Milliseconds. */
export function pictureFrom({ openedAt, frozenAt }: Pick<StageTimes, 'openedAt' | 'frozenAt'>): number {
  const at = (frozenAt ?? openedAt) - BEFORE_MS
  return at - (at % DAY)
}

/** The moments at which a piece of calls ends although its six hours do not. */
export function marksOf(times: StageTimes): OffboardingCallsView['marks'] {
  const marks = [['open', times.openedAt], ['frozen', times.frozenAt], ['revoked', times.revokedAt], ['rotated', times.rotatedAt], ['watch', times.watchFrom], ['closed', times.closedAt]] as const
  return marks.flatMap(([stage, at]) => (at === null ? [] : [{ stage, at: iso(at) }])).sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

const DAY = 86_400_000

/** The picture from its pieces and from the time that nobody vouches for. `unheard`: of all the time from the beginning to `now`. */
export function callsView(input: { times: StageTimes; now: number; pieces: readonly CallPiece[]; unheard: Spans; sources: OffboardingCallsView['sources']; countedAt: number | null }): OffboardingCallsView {
  const from = pictureFrom(input.times)
  const to = Math.max(input.now, from + BUCKET_MS)
  const pieces = input.pieces.filter((piece) => piece.at >= from && piece.at < to)
  const buckets: OffboardingCallsView['buckets'] = []
  for (let at = from; at < to; at += BUCKET_MS) {
    const end = Math.min(at + BUCKET_MS, to)
    const missing = lengthOf(intersection(input.unheard, [{ from: at, to: end }]))
    buckets.push({ at: iso(at), ...sumOf(pieces, at, at + BUCKET_MS), gap: missing === 0 ? 'none' : missing === end - at ? 'all' : 'part' })
  }
  const perStage = stagesOf(input.times, from, to).map((one) => ({
    stage: one.stage, from: iso(one.from), to: iso(one.to), ...sumOf(pieces, one.from, one.to), gapMs: one.from < one.to ? lengthOf(intersection(input.unheard, [{ from: one.from, to: one.to }])) : 0,
  }))
  return { stepMs: BUCKET_MS, from: iso(from), to: iso(to), buckets, marks: marksOf(input.times), perStage, sources: input.sources, countedAt: input.countedAt === null ? null : iso(input.countedAt) }
}

/** Half-open, one after the other. What was heard between an earlier watch and the present one belongs to the time since the rotation. */
function stagesOf(times: StageTimes, from: number, to: number): { stage: CallStage; from: number; to: number }[] {
  const begins = [['before', from], ['frozen', times.frozenAt], ['revoked', times.revokedAt], ['rotated', times.rotatedAt], ['watch', times.watchFrom], ['closed', times.closedAt]] as const
  const reached = begins.flatMap(([stage, at]) => (at === null ? [] : [{ stage, at }]))
  return reached.map(({ stage, at }, index) => ({ stage, from: Math.min(at, to), to: Math.min(reached[index + 1]?.at ?? to, to) }))
}

function sumOf(pieces: readonly CallPiece[], from: number, to: number): { executed: number; refused: number } {
  const within = pieces.filter((piece) => piece.at >= from && piece.at < to)
  return { executed: within.reduce((sum, one) => sum + one.executed, 0), refused: within.reduce((sum, one) => sum + one.refused, 0) }
}

function iso(at: number): string {
  return new Date(at).toISOString()
}
