import type { Outcome, UsageFact } from '@/lib/activity/model'

/** Lists in evidence are cut to this length; `more` then says how many are left out. */
export const EVIDENCE_LIMIT = 50

/** What a group of usage rows shows. `executed` is everything that was not denied. */
export type UseFacts = {
  executed: number
  blocked: number
  firstSeen: number
  lastSeen: number
  /** For people and machines: who, with what, how it ended. */
  evidence: Record<string, unknown>
}

export function useFacts(rows: readonly UsageFact[]): UseFacts {
  const outcomes: Record<Outcome, number> = { success: 0, error: 0, denied: 0 }
  const verdicts: Record<string, number> = {}
  let firstSeen = Infinity
  let lastSeen = -Infinity
  for (const row of rows) {
    outcomes[row.outcome] += row.count
    const verdict = row.verdict ?? 'none'
    verdicts[verdict] = (verdicts[verdict] ?? 0) + row.count
    firstSeen = Math.min(firstSeen, row.firstAt)
    lastSeen = Math.max(lastSeen, row.lastAt)
  }
  const lists = {
    kinds: distinct(rows, (row) => row.kind),
    humans: distinct(rows, (row) => row.human),
    clients: distinct(rows, (row) => row.client),
    resources: distinct(rows, (row) => row.resourceKeys),
    nearestGrantIds: distinct(rows, (row) => row.nearestGrantId),
    days: distinct(rows, (row) => row.day),
  }
  return { executed: outcomes.success + outcomes.error, blocked: outcomes.denied, firstSeen, lastSeen, evidence: { ...capped(lists), outcomes, verdicts } }
}

/** The distinct values, sorted; null stands for none and is kept out. */
export function distinct(rows: readonly UsageFact[], read: (row: UsageFact) => string | null | readonly string[]): string[] {
  const found = new Set<string>()
  for (const row of rows) {
    const value = read(row)
    if (typeof value === 'string') found.add(value)
    else if (value !== null) for (const one of value) found.add(one)
  }
  return [...found].sort()
}

/** Cuts long lists; of days the latest are kept. `more` says of which list how many are missing. */
export function capped(lists: Record<string, readonly string[]>): Record<string, unknown> {
  const more: Record<string, number> = {}
  const cut: Record<string, unknown> = {}
  for (const [name, list] of Object.entries(lists)) {
    cut[name] = name === 'days' ? list.slice(-EVIDENCE_LIMIT) : list.slice(0, EVIDENCE_LIMIT)
    if (list.length > EVIDENCE_LIMIT) more[name] = list.length - EVIDENCE_LIMIT
  }
  return Object.keys(more).length === 0 ? cut : { ...cut, more }
}
