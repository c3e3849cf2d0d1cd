import { orNull } from '@/lib/boundary/or-null'
import { type DelegationGraph, delegationGraph } from '@/lib/activity/delegation-graph'
import type { EventView } from '@/lib/activity/event-view'
import { type ActivityFilter, activityFilter } from '@/lib/activity/filter'
import { getEvent, listEvents } from '@/lib/activity/queries/events'
import { eventFacets, type FacetCount, type FacetField } from '@/lib/activity/queries/facets'
import { eventHistogram, type EventHistogram, type TimeRange } from '@/lib/activity/queries/histogram'
import { type Actor, may } from '@/lib/auth/actor'
import type { GrantView } from '@/lib/grants/grant-view'
import { getGrant } from '@/lib/grants/queries/list-grants'
import { type Fit, fitOf } from '@/lib/grants/match'
import { currentDeclarations } from '@/lib/grants/queries'
import { isActKind } from '@/lib/grants/resolve-call'
import { withStates } from './delegation'

const DAY = 86_400_000
export const ACTIVITY_PAGE = 50
/** Acts of one trace that a graph may show. */
const TRACE = 60

export type ActivityScreen = {
  filter: ActivityFilter
  range: TimeRange
  events: EventView[]
  nextCursor: string | null
  histogram: EventHistogram | null
  facets: Record<FacetField, FacetCount[]>
  /** Calls in the range, and those that no grant covered. */
  totals: { calls: number; notGranted: number }
  open: EventDetail | null
}

/** An event with the grant that covers it or comes nearest, and in which dimensions that one fits. */
export type EventDetail = { event: EventView; /** Who acted through whom, with the other acts of its trace. */ graph: DelegationGraph; grant: GrantView | null; nearest: GrantView | null; fit: Fit | null }

/** The filter in an address; members that are none of ours or make no sense are left out rather than refused. */
export function filterFrom(query: Record<string, string | string[] | undefined>): ActivityFilter {
  const kept: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(activityFilter.shape)) {
    const value = query[name]
    const parsed = typeof value === 'string' && value !== '' ? schema.safeParse(value) : null
    if (parsed?.success === true) kept[name] = parsed.data
  }
  return kept as ActivityFilter
}

/** The explorer: a page of events, the bars and counts of the range, and the event whose drawer is open. */
export async function activityScreen(actor: Actor, query: Record<string, string | string[] | undefined>, now: Date): Promise<ActivityScreen> {
  const filter = filterFrom(query)
  const range = { from: filter.from ?? (filter.to ?? now.getTime()) - 30 * DAY, to: filter.to ?? now.getTime() }
  const cursor = typeof query['cursor'] === 'string' ? query['cursor'] : undefined
  const [page, histogram, facets, open] = await Promise.all([
    listEvents(actor, filter, { limit: ACTIVITY_PAGE, cursor }), eventHistogram(actor, filter, range), eventFacets(actor, filter, range),
    typeof query['event'] === 'string' ? eventDetail(actor, query['event'], now) : null,
  ])
  const totals = (histogram?.buckets ?? []).reduce((sum, one) => ({ calls: sum.calls + one.granted + one.executed + one.blocked, notGranted: sum.notGranted + one.executed + one.blocked }), { calls: 0, notGranted: 0 })
  return { filter, range, events: page.items, nextCursor: page.nextCursor, histogram, facets, totals, open }
}

/** One event with its grants; null when there is none or the actor may not see it. */
export async function eventDetail(actor: Actor, id: string, now: Date): Promise<EventDetail | null> {
  const event = await orNull(() => getEvent(actor, id))
  if (event === null) return null
  const grant = (grantId: string | null) => (grantId === null || !may(actor, 'registry.read') ? null : orNull(() => getGrant(actor, grantId, now)))
  const [covering, nearest] = await Promise.all([grant(event.grantId), grant(event.nearestGrantId)])
  return { event, graph: await withStates(actor, delegationGraph(event, await traceOf(actor, event))), grant: covering, nearest, fit: await fitWith(event, event.grantId ?? event.nearestGrantId) }
}

/** The acts of the same trace that the actor may see, newest first. */
async function traceOf(actor: Actor, event: EventView): Promise<EventView[]> {
  return event.traceId === null ? [] : (await listEvents(actor, { trace: event.traceId }, { limit: TRACE })).items
}

/** Where the grant fits the call and where not, by what is declared now. */
async function fitWith(event: EventView, grantId: string | null): Promise<Fit | null> {
  if (grantId === null || event.serverId === null || !isActKind(event.kind)) return null
  const declarations = await currentDeclarations()
  const fact = declarations.grants.get(event.serverId)?.find((one) => one.id === grantId)
  if (fact === undefined) return null
  return fitOf(declarations, fact, {
    at: Date.parse(event.occurredAt), kind: event.kind, serverId: event.serverId, target: event.target, access: event.access, resources: event.resources,
    agentId: event.agentId, agentName: event.agent, clientId: event.clientId, clientName: event.client, humanId: event.humanId, humanName: event.human,
  })
}
