import type { PolicyChange } from './approval-policy'

/** One numbered policy of a history. `changes` is what it says differently from the one before it; `loosened` names those that ask for less. */
export type PolicyInHistory<Content> = { number: number; content: Content; changedBy: { id: string; name: string } | null; changedAt: string | null; reason: string | null; changes: PolicyChange[]; loosened: string[] }

export type StoredPolicy = { number: number; content: unknown; changedBy: string; changedAt: Date; reason: string }

type Kind<Content> = { parse: (content: unknown) => Content; first: Content; changes: (before: Content, after: Content) => PolicyChange[]; text: (change: PolicyChange) => string }

/**
 * The first `take` of stored policies, newest first, of which one more than `take` was read so that the last is told from the one before
 * it. The last of all is number 0, which nobody set.
 */
export function policyHistory<Content>(rows: readonly StoredPolicy[], take: number, nameOf: (id: string) => string | undefined, { parse, first, changes: compare, text }: Kind<Content>): PolicyInHistory<Content>[] {
  const views = rows.map((row, place): PolicyInHistory<Content> => {
    const content = parse(row.content)
    const before = rows[place + 1]
    const changes = compare(before === undefined ? first : parse(before.content), content)
    return {
      number: row.number, content, changedBy: { id: row.changedBy, name: nameOf(row.changedBy) ?? row.changedBy }, changedAt: row.changedAt.toISOString(), reason: row.reason,
      changes, loosened: changes.filter(({ looser }) => looser).map(text),
    }
  })
  const nobodys: PolicyInHistory<Content> = { number: 0, content: first, changedBy: null, changedAt: null, reason: null, changes: [], loosened: [] }
  return [...views, ...(rows.length <= take ? [nobodys] : [])].slice(0, take)
}
