import type { UsageFact } from '@/lib/activity/model'

export const DAY_MS = 86_400_000

/** Half-open, milliseconds. */
export type Window = { from: number; to: number }

/** The last `days` before `now`. */
export function lastDays(days: number, now: number): Window {
  return { from: now - days * DAY_MS, to: now }
}

/** The rows with a use in the window or after it. A row is one day's sum: one that reaches into the window counts whole. */
export function usageSince(usage: readonly UsageFact[], from: number): UsageFact[] {
  return usage.filter((row) => row.lastAt >= from)
}

/** Groups in the order in which their first row comes. */
export function groupRows(rows: readonly UsageFact[], key: (row: UsageFact) => string): UsageFact[][] {
  const groups = new Map<string, UsageFact[]>()
  for (const row of rows) {
    const text = key(row)
    const group = groups.get(text)
    if (group) group.push(row)
    else groups.set(text, [row])
  }
  return [...groups.values()]
}
