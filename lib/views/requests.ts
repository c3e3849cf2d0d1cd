import { type Actor, may, mayOnServer, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { RequestView, StepView } from '@/lib/requests/model'
import { getRequest, listRequests } from '@/lib/requests/queries/list-requests'
import { policyInForce } from '@/lib/requests/queries/policies'
import { waitingFor } from '@/lib/requests/queries/waiting-for'
import { type RequestAction, refusalIn } from '@/lib/requests/state'
import { nextNudgeAt } from '@/lib/requests/stored'
import { requestRow, type RequestRow, type RequestsView, viewOf } from './request-list'
import { loadNames, viewInNames } from './request-names'

/** A table of more rows would be no table; the list says that it was cut. */
const LISTED = 500

export type RequestsScreen = { view: RequestsView; rows: RequestRow[]; waiting: number; cut: boolean; mayAsk: boolean }

/** One of the three lists, with how much waits for the actor. */
export async function requestsScreen(actor: Actor, asked: string | null, now: Date): Promise<RequestsScreen> {
  const waiting = await waitingFor(actor, now)
  const view = viewOf(asked, waiting.length)
  const found = view === 'waiting' ? { items: waiting, nextCursor: null } : await listRequests(actor, view === 'mine' ? { mine: true } : {}, { limit: LISTED }, now)
  // Drafts are one's own and listed there.
  const shown = view === 'all' ? found.items.filter((one) => one.state !== 'draft') : found.items
  const names = await loadNames(shown, now)
  return { view, rows: shown.map((one) => requestRow(viewInNames(one, names))), waiting: waiting.length, cut: found.nextCursor !== null, mayAsk: may(actor, 'grant.request') }
}

export type RequestScreen = {
  request: RequestView
  serverName: string
  agentId: string | null
  /** The actor asked for it. */
  mine: boolean
  /** The step that the actor may answer now, and as what. */
  holds: { step: StepView['step']; standing: StepView['holders'][number]['standing']; onBehalfOf: StepView['holders'][number]['onBehalfOf'] } | null
  /** Per action of the requester: null = possible, else why not. */
  refusals: Record<Extract<RequestAction, 'edit' | 'withdraw' | 'nudge'>, string | null>
  /** When the holders may be reminded again; null = now. */
  nextNudgeAt: string | null
  mayReadTrail: boolean
}

/** Everything about one request; `not_found` where the actor may not see it. The same state, in the same words, for everybody who may. */
export async function requestScreen(actor: Actor, id: string, now: Date): Promise<RequestScreen> {
  const view = await getRequest(actor, id, now)
  const [names, server, stored, { policy }] = await Promise.all([
    loadNames([view], now),
    db().server.findUnique({ where: { slug: view.server }, select: { name: true } }),
    db().grantRequest.findUnique({ where: { id }, select: { nudgedAt: true } }),
    policyInForce(),
  ])
  const next = stored === null ? null : nextNudgeAt(stored, policy.nudgeHours)
  const refusal = (action: RequestAction): string | null => refusalIn(action, view.state, view.kind)
  return {
    request: viewInNames(view, names), serverName: server?.name ?? view.server, agentId: names.agents.get(view.caller.agent)?.id ?? null,
    mine: actor.kind === 'person' && view.requester.id === actor.personId, holds: heldBy(actor, view),
    refusals: { edit: refusal('edit'), withdraw: refusal('withdraw'), nudge: refusal('nudge') },
    nextNudgeAt: next === null || next <= now ? null : next.toISOString(),
    mayReadTrail: may(actor, 'trail.read'),
  }
}

/** Tokens decide nothing on a screen; the owner's step comes before a security step, as the rule has it. */
function heldBy(actor: Actor, view: RequestView): RequestScreen['holds'] {
  if (actor.kind !== 'person') return null
  for (const { step, holders } of view.steps) {
    const holder = holders.find((one) => one.id === actor.personId)
    if (holder !== undefined) return { step, standing: holder.standing, onBehalfOf: holder.onBehalfOf }
  }
  return null
}

/** May the actor ask for something on this server, or for this agent? The button’s answer; the command asks again. */
export function mayAskFor(actor: Actor, about: { serverId?: string; agentId?: string }): boolean {
  if (!may(actor, 'grant.request')) return false
  if (reach(actor, 'grant.request') === 'all') return true
  if (about.serverId !== undefined) return mayOnServer(actor, 'grant.request', about.serverId) || actor.ownAgentIds.length > 0
  return actor.ownServerIds.length > 0 || (about.agentId !== undefined && actor.ownAgentIds.includes(about.agentId))
}
