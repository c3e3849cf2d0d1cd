import type { UsageFact } from '@/lib/activity/model'
import { type ActKind, KIND_TARGET } from '@/lib/grants/model'

/** What rows of the roll-up have in common, added up. */
export type Sum = {
  executed: number
  blocked: number
  firstSeen: number
  lastSeen: number
  rows: UsageFact[]
}

/** Only acts count: decisions and credentials are about acts. */
export function isAct(row: UsageFact): row is UsageFact & { kind: ActKind } {
  return Object.hasOwn(KIND_TARGET, row.kind)
}

/** Groups rows by a key and adds them up; rows whose key is null are left out. */
export function groupUse(usage: Iterable<UsageFact>, keyOf: (row: UsageFact) => string | null): Map<string, Sum> {
  const groups = new Map<string, Sum>()
  for (const row of usage) {
    const key = keyOf(row)
    if (key === null) continue
    const sum = groups.get(key) ?? { executed: 0, blocked: 0, firstSeen: Infinity, lastSeen: -Infinity, rows: [] }
    if (row.outcome === 'denied') sum.blocked += row.count
    else sum.executed += row.count
    sum.firstSeen = Math.min(sum.firstSeen, row.firstAt)
    sum.lastSeen = Math.max(sum.lastSeen, row.lastAt)
    sum.rows.push(row)
    groups.set(key, sum)
  }
  return groups
}

/** Distinct present values, most frequent first, at most `most`. */
export function distinct(rows: readonly UsageFact[], of: (row: UsageFact) => string | null, most = 50): string[] {
  const counts = new Map<string, number>()
  for (const row of rows) {
    const value = of(row)
    if (value !== null) counts.set(value, (counts.get(value) ?? 0) + row.count)
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, most).map(([value]) => value)
}

/** The facts behind a use-based finding, for people who must believe it. */
export function useEvidence(sum: Sum): Record<string, unknown> {
  const { rows } = sum
  return {
    // More than are shown, since findings are looked up by them.
    humans: distinct(rows, (row) => row.human, 200),
    humanAbsent: rows.filter((row) => row.human === null).reduce((count, row) => count + row.count, 0),
    clients: distinct(rows, (row) => row.client),
    agents: distinct(rows, (row) => row.agent),
    servers: distinct(rows, (row) => row.server),
    targets: distinct(rows, (row) => row.target),
    resources: distinct(rows.flatMap((row) => row.resourceKeys.map((key) => ({ ...row, resourceKeys: [key] }))), (row) => row.resourceKeys[0] ?? null),
    kinds: distinct(rows, (row) => row.kind),
    accesses: distinct(rows, (row) => row.access),
    nearestGrantIds: distinct(rows, (row) => row.nearestGrantId, 5),
    outcomes: counted(rows, (row) => row.outcome),
    verdicts: counted(rows, (row) => row.verdict ?? 'none'),
    // The latest, as lists may be long.
    days: [...new Set(rows.map((row) => row.day))].sort().slice(-50),
  }
}

/** Calls by value. */
function counted(rows: readonly UsageFact[], of: (row: UsageFact) => string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const row of rows) counts[of(row)] = (counts[of(row)] ?? 0) + row.count
  return counts
}
