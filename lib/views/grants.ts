import { type Actor, may, mayOnServer } from '@/lib/auth/actor'
import { grantSentence, revokeConsequence } from '@/lib/grants/describe'
import { type GrantView, grantView, holdsOf, type StoredGrant, windowOf } from '@/lib/grants/grant-view'
import { effectiveIntervals } from '@/lib/grants/intervals'
import type { GrantOrigin, Interval } from '@/lib/grants/model'
import { findGrants, getStoredGrant } from '@/lib/grants/queries/find-grants'
import { type GrantAction, type GrantState, refusalOf } from '@/lib/grants/state'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { agentsOfGrant, callersOfGrant, dayBefore, daysOfGrant, type GrantCaller, type GrantUse, nearMissesOfGrant, useOfGrants } from './grant-usage'

/** The window in which use is counted on these screens, in days. */
export const USE_DAYS = 90
const RECENT_DAYS = 30
/** A table of more rows would be no table; the list says that it was cut and asks for a filter. */
const LISTED = 2000

/** One row of the list. `calls` is null where the actor may not see activity. */
export type GrantListRow = {
  id: string
  server: string
  agent: string
  agentKnown: string
  agentId: string | null
  client: string
  clientId: string | null
  human: string
  humanId: string | null
  kind: string
  target: string
  access: string
  scope: string[]
  validFrom: string
  validUntil: string | null
  /** `suspended` while a hold on the whole grant is open. */
  state: GrantState | 'suspended'
  origin: GrantOrigin
  /** False for one imported that nobody has taken through the approval steps here. */
  confirmed: boolean
  purpose: string
  calls: number | null
  lastUsed: string | null
  /** Distinct ones in the window; `weeks`: calls per week of it, oldest first. */
  agents: number | null
  humans: number | null
  weeks: number[] | null
}

/** The grants that the actor may see, newest first, with their use in the window. */
export async function grantsScreen(actor: Actor, now: Date): Promise<{ rows: GrantListRow[]; cut: boolean }> {
  const found = await findGrants(actor, {}, LISTED + 1)
  const shown = found.slice(0, LISTED)
  const use = await useOfGrants(shown.map((grant) => grant.id), dayBefore(now, USE_DAYS))
  return { rows: shown.map((grant) => listRow(actor, grant, use.get(grant.id) ?? null, now)), cut: found.length > LISTED }
}

function listRow(actor: Actor, grant: StoredGrant, use: GrantUse | null, now: Date): GrantListRow {
  const view = grantView(grant, now)
  const seesUse = mayOnServer(actor, 'activity.read', grant.server.id)
  const resting = view.suspended && (view.state === 'active' || view.state === 'scheduled')
  return {
    id: view.id, server: view.server, agent: grant.agent?.name ?? 'any', agentKnown: view.caller.agent, agentId: grant.agent?.id ?? null,
    client: grant.client?.name ?? 'any', clientId: grant.client?.id ?? null, human: view.caller.human, humanId: grant.person?.id ?? null,
    kind: view.target.kind, target: view.target.name, access: view.access, scope: view.scope, validFrom: view.validFrom, validUntil: view.validUntil,
    state: resting ? 'suspended' : view.state, origin: view.origin, confirmed: view.origin !== 'import' || view.confirmedAt !== null, purpose: view.purpose,
    ...(seesUse ? { calls: use?.calls ?? 0, lastUsed: use?.lastAt ?? null, agents: use?.agents ?? 0, humans: use?.humans ?? 0, weeks: use?.weeks ?? [] } : { calls: null, lastUsed: null, agents: null, humans: null, weeks: null }),
  }
}

export type GrantUseView = { total: number; days: { day: string; calls: number }[]; since: string; callers: GrantCaller[]; nearMisses: { verdict: string; calls: number }[] }

export type GrantScreen = {
  grant: GrantView
  serverId: string
  serverName: string
  agentId: string | null
  clientId: string | null
  personId: string | null
  sentence: string
  /** When it was and will be in force, milliseconds. */
  intervals: Interval[]
  /** Null where the actor may not see activity. */
  use: GrantUseView | null
  consequence: string
  /** Per action: null = possible, else why not. */
  refusals: Record<GrantAction, string | null>
  /** Null where the actor may not read the trail. */
  history: TrailRow[] | null
}

/** Everything about one grant; `not_found` when the actor may not see it. */
export async function grantScreen(actor: Actor, id: string, now: Date): Promise<GrantScreen> {
  const stored = await getStoredGrant(actor, id)
  const grant = grantView(stored, now)
  const sees = mayOnServer(actor, 'activity.read', stored.server.id)
  const recent = sees ? await agentsOfGrant(id, dayBefore(now, RECENT_DAYS)) : null
  return {
    grant, serverId: stored.server.id, serverName: stored.server.name, agentId: stored.agent?.id ?? null, clientId: stored.client?.id ?? null, personId: stored.person?.id ?? null,
    sentence: grantSentence({ ...grant, caller: { ...grant.caller, agent: stored.agent?.name ?? 'any', client: stored.client?.name ?? 'any' } }),
    intervals: intervalsOf(stored),
    use: sees ? await useView(stored, now) : null,
    consequence: revokeConsequence(recent === null ? null : { calls: recent.reduce((sum, one) => sum + one.calls, 0), agents: recent, days: RECENT_DAYS }),
    refusals: refusalsOf(actor, stored, now),
    history: may(actor, 'trail.read') ? await listTrail(actor, { object: id, limit: 50 }) : null,
  }
}

function intervalsOf(grant: StoredGrant): Interval[] {
  const suspensions = grant.holds.map((hold) => ({ from: hold.openedAt.getTime(), to: hold.closedAt?.getTime() ?? null, toolName: hold.toolName }))
  return effectiveIntervals({ ...windowOf(grant), mode: grant.mode, suspensions })
}

async function useView(grant: StoredGrant, now: Date): Promise<GrantUseView> {
  const since = dayBefore(now, USE_DAYS)
  const days = await daysOfGrant(grant.id, since)
  return {
    since, days, total: days.reduce((sum, day) => sum + day.calls, 0),
    callers: await callersOfGrant(grant.id, since), nearMisses: await nearMissesOfGrant(grant.id, grant.server.id, since),
  }
}

function refusalsOf(actor: Actor, grant: StoredGrant, now: Date): Record<GrantAction, string | null> {
  const ask = (action: GrantAction, permission: 'grant.revoke' | 'grant.suspend'): string | null =>
    mayOnServer(actor, permission, grant.server.id) ? refusalOf(action, windowOf(grant), holdsOf(grant.holds), now.getTime()) : 'Your roles do not allow this here.'
  return { revoke: ask('revoke', 'grant.revoke'), narrow: ask('narrow', 'grant.revoke'), suspend: ask('suspend', 'grant.suspend'), resume: ask('resume', 'grant.suspend') }
}
