import { TEST_NOW } from './clock'

export const DAY = 86_400_000
export const HOUR = 3_600_000
export const NOW = TEST_NOW.getTime()
/** Everything in worlds of drift happens at a multiple of this, so that brute force can look at every instant in between. */
export const STEP = DAY / 2

/** `days` before the fixed clock. */
export function ago(days: number): number {
  return NOW - days * DAY
}

/** The registered servers of those worlds. */
export const SERVER_IDS = ['github', 'vault', 'pay', 'attic'] as const
