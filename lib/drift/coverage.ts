import type { UsageFact } from '@/lib/activity/model'
import { effectiveIntervals } from '@/lib/grants/intervals'
import { covers } from '@/lib/grants/match'
import type { Call, Declarations, GrantFact } from '@/lib/grants/model'
import type { StateAt } from '@/lib/names/model'
import { isAct } from './group'

/** A key that was cut, or that stands for many: what it was nobody knows any more. */
export function isCut(resourceKey: string): boolean {
  return resourceKey.endsWith('*')
}

/** The call that a row of the roll-up counts, as if it happened at `at`; null when the row no longer says which resources it named. */
export function callOf(row: UsageFact, at: number): Call | null {
  if (!isAct(row) || row.resourceKeys.some(isCut)) return null
  return {
    at, kind: row.kind, serverId: row.serverId, target: row.target, access: row.access, resources: row.resourceKeys,
    agentId: row.agentId, agentName: row.agent, clientId: row.clientId, clientName: row.client, humanId: row.humanId, humanName: row.human,
  }
}

/**
 * Since when today's grants cover the call: when the newest of those that do took effect for it. Null when none does. The call's
 * own time is the "today".
 */
export function coveredSince(declarations: Declarations, call: Call): number | null {
  let since: number | null = null
  for (const grant of declarations.grants.get(call.serverId ?? '') ?? []) {
    if (covers(declarations, grant, call)) since = Math.max(since ?? -Infinity, effectSince(declarations, grant, call))
  }
  return since
}

/** When a grant that covers the call took effect for it: its own interval, and the standing of those it admits by rule. */
function effectSince(declarations: Declarations, grant: GrantFact, call: Call): number {
  const interval = effectiveIntervals(grant, call.target).find((one) => one.from <= call.at && (one.to === null || call.at < one.to))
  const starts = [interval?.from ?? -Infinity]
  if (grant.agentId === null) starts.push(activeSince(declarations.agents.get(call.agentId ?? '')?.states, call.at))
  if (grant.clientId === null) starts.push(activeSince(declarations.clients.get(call.clientId ?? '')?.states, call.at))
  if (grant.human.rule === 'any') starts.push(activeSince(declarations.people.get(call.humanId ?? '')?.states, call.at))
  if (grant.human.rule === 'team') starts.push(memberSince(declarations, grant.human.teamId, call))
  return Math.max(...starts)
}

/** When the state in force at `at` began; the first one counts backwards without limit. */
function activeSince(states: readonly StateAt[] | undefined, at: number): number {
  let since = -Infinity
  for (const [i, change] of (states ?? []).entries()) {
    if (change.at > at) break
    if (i > 0 && change.state !== states?.[i - 1]?.state) since = change.at
  }
  return since
}

function memberSince(declarations: Declarations, teamId: string, call: Call): number {
  const stays = (declarations.memberships.get(teamId) ?? []).filter((stay) =>
    stay.personId === call.humanId && (stay.from ?? -Infinity) <= call.at && (stay.to === null || call.at < stay.to))
  return Math.max(...stays.map((stay) => stay.from ?? -Infinity))
}
