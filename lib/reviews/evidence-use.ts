import type { HolderNames } from './evidence-names'
import type { SubjectUse, UseRow } from './evidence-facts'
import type { FrozenUse } from './frozen'
import { ACCESS_RANK, type Access, higherAccess } from '@/lib/registry/model'

/** Of a sparkline. */
export const WEEKS = 13
const CALLERS = 10
const TARGETS = 50

/** What a subject was used for in the window, folded from the roll-up. What only agents report counts, and is told apart. */
export function foldUse({ rows, observed }: SubjectUse, days: number, state: FrozenUse['state'], names: HolderNames): FrozenUse {
  const weeks = Array.from({ length: WEEKS }, () => 0)
  const total = { calls: 0, calls30: 0, blocked: 0 }
  let last = 0
  let accessUsed: Access | null = null
  for (const row of rows) {
    total.calls += row.calls
    if (row.recent) total.calls30 += row.calls
    if (row.denied) total.blocked += row.calls
    const week = WEEKS - 1 - Math.max(0, row.back)
    if (week >= 0) weeks[week] = (weeks[week] ?? 0) + row.calls
    if (row.lastAt > last) last = row.lastAt
    accessUsed = accessUsed === null ? row.access : higherAccess(accessUsed, row.access)
  }
  const targets = targetsOf(rows)
  return {
    days, state, ...total, lastAt: last === 0 ? null : new Date(last).toISOString(), weeks, agents: distinct(rows, 'agent'), clients: distinct(rows, 'client'), humans: distinct(rows, 'human'),
    callers: callersOf(rows, names), targets: targets.slice(0, TARGETS), targetsUsed: targets.length, accessUsed, agentReported: observed ? 0 : total.calls,
  }
}

function distinct(rows: readonly UseRow[], member: 'agent' | 'client' | 'human'): number {
  return new Set(rows.flatMap((row) => row[member] ?? [])).size
}

function callersOf(rows: readonly UseRow[], names: HolderNames): FrozenUse['callers'] {
  const callers = [...Map.groupBy(rows, (row) => JSON.stringify([row.agent, row.client, row.human])).values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{ agent: names.agent(first.agent), client: names.client(first.client), human: names.human(first.human), calls: sum(group), lastAt: latest(group) }]
  })
  return callers.sort((a, b) => b.calls - a.calls || compare(a.agent, b.agent) || compare(a.human, b.human) || compare(a.client, b.client)).slice(0, CALLERS)
}

function targetsOf(rows: readonly UseRow[]): FrozenUse['targets'] {
  const targets = [...Map.groupBy(rows, (row) => row.target)].map(([name, group]) => ({ name, access: highest(group), calls: sum(group) }))
  return targets.sort((a, b) => b.calls - a.calls || compare(a.name, b.name))
}

function highest(rows: readonly UseRow[]): Access {
  return rows.reduce<Access>((access, row) => (ACCESS_RANK[row.access] > ACCESS_RANK[access] ? row.access : access), 'read')
}

function sum(rows: readonly UseRow[]): number {
  return rows.reduce((total, row) => total + row.calls, 0)
}

function latest(rows: readonly UseRow[]): string {
  return new Date(rows.reduce((last, row) => Math.max(last, row.lastAt), 0)).toISOString()
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
