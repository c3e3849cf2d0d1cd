import { orNull } from '@/lib/boundary/or-null'
import type { EventView } from '@/lib/activity/event-view'
import { listEvents } from '@/lib/activity/queries/events'
import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { grantView } from '@/lib/grants/grant-view'
import { includes } from '@/lib/grants/includes'
import { isEffective } from '@/lib/grants/intervals'
import { currentDeclarations } from '@/lib/grants/queries'
import { findGrants, getStoredGrant } from '@/lib/grants/queries/find-grants'
import type { FrozenGrant } from '@/lib/reviews/frozen'
import type { ItemDetail } from '@/lib/reviews/model'
import { getItem } from '@/lib/reviews/queries/items'
import { definitionsBetween, type DefinitionPair } from './definition-pair'
import { grantLife } from './grant-life'
import type { TimelineEntry } from './grant-timeline'
import { agentsOfGrant, callersOfGrant, dayBefore, type GrantCaller } from './grant-usage'

const LAST_CALLS = 5
const CALLER_DAYS = 30
/** Of the latest calls, how many are asked whether they were delegated. */
const SAMPLE = 2_000

/** Another grant in force that admits all that this one does. */
export type StillCovers = { id: string; target: string; access: string; agent: string; client: string; human: string }

/** Who would notice. `callers` null = the actor may not read what this server is used for; the frozen figures are theirs all the same. */
export type WhatBreaks = { days: number; callers: GrantCaller[] | null; agents: { agent: string; calls: number }[]; delegated: { calls: number; of: number } | null; covers: StillCovers[] }

export type ItemScreen = {
  item: ItemDetail
  definition: { tool: string; pair: DefinitionPair } | null
  breaks: WhatBreaks | null
  /** The latest calls under it, newest first; null = not the actor's to see. */
  calls: EventView[] | null
  history: TimelineEntry[] | null
  now: string
}

/** One item with all that a decision rests on: frozen by `getItem`, live from here. Of what is live only what the actor may see. */
export async function itemScreen(actor: Actor, id: string, now: Date): Promise<ItemScreen> {
  const item = await getItem(actor, id, now)
  const { frozen } = item
  if (frozen.subject !== 'grant') return { item, definition: null, breaks: null, calls: null, history: null, now: now.toISOString() }
  const sees = mayOnServer(actor, 'activity.read', frozen.grant.server.id)
  const [definition, breaks, calls, history] = await Promise.all([
    definitionOf(actor, frozen), whatBreaks(actor, frozen, sees, now), sees ? lastCalls(actor, frozen.grant.id) : null, historyOf(actor, frozen.grant.id, now),
  ])
  return { item, definition, breaks, calls, history, now: now.toISOString() }
}

async function definitionOf(actor: Actor, { definition, grant }: FrozenGrant): Promise<ItemScreen['definition']> {
  const { tool, from, to } = definition
  if (tool === null || to === null) return null
  const pair = await orNull(() => definitionsBetween(actor, grant.server.slug, tool, from, to))
  return pair === null ? null : { tool, pair }
}

async function lastCalls(actor: Actor, grantId: string): Promise<EventView[]> {
  return (await listEvents(actor, { grant: grantId }, { limit: LAST_CALLS })).items
}

async function whatBreaks(actor: Actor, { grant }: FrozenGrant, sees: boolean, now: Date): Promise<WhatBreaks> {
  const since = dayBefore(now, CALLER_DAYS)
  const [callers, agents, delegated, covers] = await Promise.all([
    sees ? callersOfGrant(grant.id, since) : null, sees ? agentsOfGrant(grant.id, since) : [], sees ? delegatedCalls(grant.id, since) : null, stillCovering(actor, grant.id, grant.server.id, now),
  ])
  return { days: CALLER_DAYS, callers, agents, delegated, covers }
}

/** Of the latest calls of the time, those that one agent made through another. */
async function delegatedCalls(grantId: string, since: string): Promise<{ calls: number; of: number }> {
  const [row] = await rows<{ calls: number; of: number }>(
    `SELECT count(*) FILTER (WHERE delegation IS NOT NULL AND jsonb_array_length(delegation) > 0)::int AS calls, count(*)::int AS of
     FROM (SELECT delegation FROM activity_event WHERE grant_id = $1 AND occurred_at >= $2::date ORDER BY occurred_at DESC LIMIT ${SAMPLE}) AS latest`, [grantId, since],
  )
  return { calls: row?.calls ?? 0, of: row?.of ?? 0 }
}

/** Grants in force now under which all of it would go on; only those that the actor may see. */
async function stillCovering(actor: Actor, grantId: string, serverId: string, now: Date): Promise<StillCovers[]> {
  const facts = (await currentDeclarations()).grants.get(serverId) ?? []
  const own = facts.find((fact) => fact.id === grantId)
  if (own === undefined) return []
  const ids = facts.filter((fact) => fact.id !== grantId && isEffective(fact, own.target, now.getTime()) && includes(fact, own)).map((fact) => fact.id)
  if (ids.length === 0) return []
  return (await findGrants(actor, { id: { in: ids } }, 20)).map((found) => grantView(found, now)).map((grant) => ({ id: grant.id, target: grant.target.name, access: grant.access, ...grant.caller }))
}

async function historyOf(actor: Actor, grantId: string, now: Date): Promise<TimelineEntry[] | null> {
  return orNull(async () => {
    const stored = await getStoredGrant(actor, grantId)
    return (await grantLife(actor, { ...grantView(stored, now), serverId: stored.server.id }, now)).timeline
  })
}
