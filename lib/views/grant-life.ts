import { type Actor, may, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type GrantView, grantView } from '@/lib/grants/grant-view'
import { visibleGrants } from '@/lib/grants/queries/visible'
import { findGrants } from '@/lib/grants/queries/find-grants'
import type { RequestView } from '@/lib/requests/model'
import { findRequests } from '@/lib/requests/queries/stored-requests'
import { requestViews } from '@/lib/requests/queries/request-views'
import { visibleRequests } from '@/lib/requests/queries/visible'
import { type ReviewsOf, reviewsOf } from '@/lib/reviews/queries/reviews-of'
import { grantTimeline, type TimelineEntry } from './grant-timeline'

export type GrantLife = {
  timeline: TimelineEntry[]
  /** The request that led to it, where the actor may see it. */
  request: RequestView | null
  narrowedFrom: { id: string; target: string } | null
  narrowedInto: { id: string; target: string; access: string }[]
  /** The renewal that waits or was approved, so that nobody asks twice. */
  renewal: { id: string; state: string } | null
  reviews: ReviewsOf
  /** What the actor may ask for: null = nothing to ask, or not theirs to ask. */
  ask: 'renew' | 'confirm' | null
}

const RELATED = 50

/** What led to a grant and what became of it, of what the actor may see. */
export async function grantLife(actor: Actor, grant: GrantView & { serverId: string }, now: Date): Promise<GrantLife> {
  const about = [{ grantId: grant.id }, ...(grant.requestId === null ? [] : [{ id: grant.requestId }])]
  const found = await findRequests({ AND: [await visibleRequests(actor, now), { state: { not: 'draft' } }, { OR: about }] }, RELATED)
  const requests = await requestViews(found, now)
  const [from] = grant.narrowsId === null ? [] : await findGrants(actor, { id: grant.narrowsId }, 1)
  const into = (await findGrants(actor, { narrowsId: grant.id }, RELATED)).map((one) => grantView(one, now))
  const name = await actorNames([grant.createdBy, grant.revokedBy, ...grant.holds.flatMap((hold) => [hold.openedBy, hold.closedBy])])
  const server = await db().server.findUniqueOrThrow({ where: { id: grant.serverId }, select: { reviewEveryDays: true } })
  const renewal = requests.find((request) => request.renews === grant.id && (request.state === 'pending' || request.state === 'approved')) ?? null
  return {
    timeline: grantTimeline({
      grant, requests, now, actorName: name, narrowedFrom: from === undefined ? null : { id: from.id, target: from.target, at: grant.createdAt },
      narrowedInto: into.map((one) => ({ id: one.id, target: one.target.name, at: one.createdAt })),
    }),
    request: requests.find((request) => request.id === grant.requestId) ?? null,
    narrowedFrom: from === undefined ? null : { id: from.id, target: from.target }, narrowedInto: into.map((one) => ({ id: one.id, target: one.target.name, access: one.access })),
    reviews: await reviewsOf(actor, { grantId: grant.id }, { everyDays: server.reviewEveryDays, since: new Date(grant.createdAt) }, now),
    renewal: renewal === null ? null : { id: renewal.id, state: renewal.state }, ask: await askOf(actor, grant, now),
  }
}

/** Sponsors may ask for their agents, owners for their servers; the request itself asks again. */
async function askOf(actor: Actor, grant: GrantView & { serverId: string }, now: Date): Promise<'renew' | 'confirm' | null> {
  if (grant.state !== 'active' && grant.state !== 'scheduled') return null
  if (!may(actor, 'grant.request')) return null
  const sponsors = await db().grant.count({ where: { AND: [visibleGrants(actor), { id: grant.id, agentId: { in: [...actor.ownAgentIds] } }] } })
  if (!mayOnServer(actor, 'grant.request', grant.serverId) && sponsors === 0) return null
  if (grant.imported && grant.confirmedAt === null) return 'confirm'
  return grant.validUntil !== null && Date.parse(grant.validUntil) > now.getTime() && grant.origin !== 'break_glass' ? 'renew' : null
}

/** What people, tokens and the console are called that did something with a grant. */
async function actorNames(ids: readonly (string | null)[]): Promise<(id: string) => string> {
  const wanted = [...new Set(ids.filter((id) => id !== null))]
  const [people, tokens] = await Promise.all([
    db().person.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } }),
    db().apiToken.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } }),
  ])
  const names = new Map([...people.map((one): [string, string] => [one.id, one.name]), ...tokens.map((one): [string, string] => [one.id, `token ${one.name}`])])
  return (id) => names.get(id) ?? (id === 'system' ? 'the console' : id)
}
