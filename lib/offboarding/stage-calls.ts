import type { Stage } from './machine'

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
