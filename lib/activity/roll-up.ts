import { digest128 } from './canonical'
import type { Judged } from './judge-event'
import type { Outcome } from './model'
import { MANY } from './resource-keys'

const DAY = 86_400_000

/** What one batch adds to one row of the roll-up. */
export type UsageDelta = {
  /** Days since the epoch, UTC. */
  day: number
  key: string
  judged: Judged
  outcome: Outcome
  keys: readonly string[]
  count: number
  firstAt: number
  lastAt: number
}

export type RollUp = Map<string, UsageDelta>

/** Days since the epoch, UTC. */
export function dayNumber(at: number): number {
  return Math.floor(at / DAY)
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10)
}

/** The (server, target, agent) part of the group whose distinct resource keys are limited per day. */
export function groupOf(judged: Judged): string {
  judged.group ??= digest128(JSON.stringify([...server(judged), judged.target, ...holder(judged.agentId, judged.agentName)]))
  return judged.group
}

/** Adds one counted event. `collapsed` holds `day:group` of the groups whose rows say `*`. */
export function addUse(rollUp: RollUp, judged: Judged, at: number, outcome: Outcome, collapsed: ReadonlySet<string>, times = { count: 1, lastAt: at }): void {
  if (judged.verdict === null) return
  const day = dayNumber(at)
  const many = judged.keys.length > 0 && collapsed.size > 0 && collapsed.has(`${day}:${groupOf(judged)}`)
  const key = usageKey(judged, outcome, many)
  const slot = `${day}:${key}:${judged.nearestGrantId ?? ''}`
  const row = rollUp.get(slot)
  if (row === undefined) {
    rollUp.set(slot, { day, key, judged, outcome, keys: many ? [MANY] : judged.keys, count: times.count, firstAt: at, lastAt: times.lastAt })
    return
  }
  row.count += times.count
  if (at < row.firstAt) row.firstAt = at
  if (times.lastAt > row.lastAt) row.lastAt = times.lastAt
}

/** The rows in the one order in which every transaction takes their locks. */
export function sorted(rollUp: RollUp): UsageDelta[] {
  return [...rollUp.values()].sort((a, b) => a.day - b.day || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) || compare(a.judged.nearestGrantId ?? '', b.judged.nearestGrantId ?? ''))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function usageKey(judged: Judged, outcome: Outcome, many: boolean): string {
  const name = many ? `${outcome}*` : outcome
  judged.usageKeys ??= new Map()
  const known = judged.usageKeys.get(name)
  if (known !== undefined) return known
  // Canonical names: an identity by its id, whatever alias the log used; a name only where nobody holds it. Equal nulls are equal.
  const key = digest128(JSON.stringify([
    ...server(judged), judged.kind, judged.target, judged.access, ...holder(judged.agentId, judged.agentName), ...holder(judged.clientId, judged.clientName),
    ...holder(judged.humanId, judged.humanName), many ? [MANY] : judged.keys, outcome, judged.verdict, judged.grantId,
  ]))
  judged.usageKeys.set(name, key)
  return key
}

function server(judged: Judged): [string | null, string | null] {
  return holder(judged.serverId, judged.serverName)
}

/** An id, or the name where there is none. */
export function holder(id: string | null, name: string | null): [string | null, string | null] {
  return id === null ? [null, name] : [id, null]
}
