export const DAY_MS = 86_400_000

/** Half-open, milliseconds. */
export type Window = { from: number; to: number }

/** The last `days` before `now`. */
export function lastDays(days: number, now: number): Window {
  return { from: now - days * DAY_MS, to: now }
}
