import type { UsageFact } from '@/lib/activity/model'
import { makeJudge } from '@/lib/grants/make-judge'
import { type Call, type Declarations, type GrantFact, type Judgement, type Verdict, VERDICTS } from '@/lib/grants/model'
import { classAt, toolKey } from '@/lib/grants/resolve-call'
import { ACCESS, ACCESS_RANK, type Access, higherAccess } from '@/lib/registry/model'
import { callOf } from './coverage'
import { isAct } from './group'
import { heldThroughout } from './hold-throughout'
import { OUTCOMES_AFTER, type VerdictAfter, type WhatIfAnswer, type WhatIfRow } from './what-if-model'
import type { Window } from './window'

/** A proposed change with its names resolved. `classes` by `toolKey`. */
export type Changes = { add: readonly GrantFact[]; revoke: ReadonlySet<string>; classes: ReadonlyMap<string, Access> }

export const NO_CHANGES: Changes = { add: [], revoke: new Set(), classes: new Map() }

/** Rows that an answer lists. */
const LISTED = 200

type After = { verdict: VerdictAfter; access: Access; grantId: string | null }

/**
 * Judges the calls of a window again, by the grants in force at `now` and the changes, as if those had held all the time; who was
 * active, in a team or registered counts as of the call. Writes nothing, remembers nothing. What the roll-up no longer says (which
 * resource was cut, which access was stated under a class that is lowered) is `unknown`. Days that reach into the window count
 * whole, each combination of a day as of its last call.
 */
export function whatIf(declarations: Declarations, usage: readonly UsageFact[], changes: Changes, window: Window, now: number): WhatIfAnswer {
  const judge = makeJudge(heldThroughout(declarations, changes, now))
  const tally = new Tally(window)
  for (const row of usage) {
    if (!isAct(row) || row.lastAt < window.from || row.firstAt >= window.to) continue
    tally.add(row, afterOf(declarations, changes, judge, row))
  }
  return tally.answer()
}

function afterOf(declarations: Declarations, changes: Changes, judge: (call: Call) => Judgement, row: UsageFact): After {
  const call = callOf(row, row.lastAt)
  if (call === null) return { verdict: 'unknown', access: row.access, grantId: null }
  const found = accessesOf(declarations, changes, row).map((access): After => {
    const { verdict, grantId } = judge({ ...call, access })
    return { verdict, access, grantId }
  })
  const [first] = found
  const last = found.at(-1)
  if (first === undefined || last === undefined || found.some((one) => one.verdict !== first.verdict)) return { verdict: 'unknown', access: row.access, grantId: null }
  return { ...last, grantId: first.grantId === last.grantId ? last.grantId : null }
}

/** What the call's access may have been under the changed class: the higher of that and what the source stated, if anything. */
function accessesOf(declarations: Declarations, changes: Changes, row: UsageFact): Access[] {
  const changed = row.kind === 'tool_call' && row.serverId !== null ? changes.classes.get(toolKey(row.serverId, row.target)) : undefined
  if (changed === undefined || row.serverId === null) return [row.access]
  const before = classAt(declarations, row.serverId, row.target, row.lastAt)
  // More than the class said can only have been stated.
  if (before !== null && ACCESS_RANK[row.access] > ACCESS_RANK[before]) return [higherAccess(changed, row.access)]
  return ACCESS.filter((access) => ACCESS_RANK[access] >= ACCESS_RANK[changed] && ACCESS_RANK[access] <= ACCESS_RANK[higherAccess(changed, row.access)])
}

function zeros<K extends string>(keys: readonly K[]): Record<K, number> {
  // The keys are exactly those of the record.
  return Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>
}

class Tally {
  private calls = 0
  private readonly before = zeros(VERDICTS)
  private readonly after = zeros(OUTCOMES_AFTER)
  private newlyRefused = 0
  private newlyCovered = 0
  private readonly rows = new Map<string, WhatIfRow & { first: number; last: number }>()

  constructor(private readonly window: Window) {}

  add(row: UsageFact, after: After): void {
    const before = row.verdict as Verdict
    this.calls += row.count
    this.before[before] += row.count
    this.after[after.verdict] += row.count
    if (before === 'granted' && after.verdict !== 'granted' && after.verdict !== 'unknown') this.newlyRefused += row.count
    if (before !== 'granted' && after.verdict === 'granted') this.newlyCovered += row.count
    if (before !== after.verdict) this.list(row, before, after)
  }

  private list(row: UsageFact, before: Verdict, after: After): void {
    const { server, kind, target, access, agent, client, human, resourceKeys, grantId } = row
    const key = JSON.stringify([row.serverId, server, kind, target, access, after.access, row.agentId, agent, row.clientId, client, row.humanId, human, resourceKeys, before, after.verdict, grantId, after.grantId])
    const known = this.rows.get(key) ?? {
      server, kind, target, access, accessAfter: after.access, agent, client, human, resourceKeys, before, after: after.verdict, grantIdBefore: grantId, grantIdAfter: after.grantId,
      calls: 0, executed: 0, firstAt: '', lastAt: '', first: row.firstAt, last: row.lastAt,
    }
    known.calls += row.count
    if (row.outcome !== 'denied') known.executed += row.count
    known.first = Math.min(known.first, row.firstAt)
    known.last = Math.max(known.last, row.lastAt)
    this.rows.set(key, known)
  }

  answer(): WhatIfAnswer {
    const rows = [...this.rows.entries()].sort(([a, x], [b, y]) => weight(x) - weight(y) || y.calls - x.calls || (a < b ? -1 : 1))
    const iso = (at: number): string => new Date(at).toISOString()
    return {
      window: { from: iso(this.window.from), to: iso(this.window.to) }, calls: this.calls, before: this.before, after: this.after,
      newlyRefused: this.newlyRefused, newlyCovered: this.newlyCovered, unknown: this.after.unknown,
      rows: rows.slice(0, LISTED).map(([, { first, last, ...row }]) => ({ ...row, firstAt: iso(first), lastAt: iso(last) })), rowCount: rows.length,
    }
  }
}

/** What would be refused comes first, then what would be covered, then what changes otherwise, then what cannot be told. */
function weight({ before, after }: WhatIfRow): number {
  if (after === 'unknown') return 3
  if (before === 'granted') return 0
  return after === 'granted' ? 1 : 2
}
