import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import type { RequestView } from '@/lib/requests/model'
import { needOf } from '@/lib/requests/need'
import { holderOf, progressOf } from '@/lib/requests/progress'
import { decisionsOfRound, type StoredRequest } from '@/lib/requests/stored'
import { factsOf, requestViews } from './request-views'
import { findRequests } from './stored-requests'
import { serversHeldBy } from './visible'

/** More than this nobody works off in one go; the oldest are not lost, they come when these are done. */
const MOST = 1000

/** The requests that the actor may decide now, newest first: what the inbox shows. */
export async function waitingFor(actor: Actor, now: Date): Promise<RequestView[]> {
  return requestViews(await waitingRequests(actor, now), now)
}

/** How many they are: for the badge. */
export async function countWaitingFor(actor: Actor, now: Date): Promise<number> {
  return (await waitingRequests(actor, now)).length
}

export async function waitingIds(actor: Actor, now: Date): Promise<string[]> {
  return (await waitingRequests(actor, now)).map((request) => request.id)
}

/** Only people decide; the pending requests that could be theirs are few, and each is asked by the rule itself. */
async function waitingRequests(actor: Actor, now: Date): Promise<StoredRequest[]> {
  const { personId } = actor
  if (actor.kind !== 'person' || personId === null) return []
  const where: Prisma.GrantRequestWhereInput = {
    state: 'pending', NOT: { behind: { has: personId } },
    AND: [{ OR: [{ kind: 'break_glass' }, { lapsesAt: { gt: now } }] }, await candidates(actor, personId, now)],
  }
  const found = await findRequests(where, MOST)
  const facts = await factsOf(found, now)
  return found.filter((request) => {
    const own = facts.get(request.id)
    if (own === undefined || request.content === null) return false
    const progress = progressOf(needOf(request.kind, own.policies, request.content, own.server), decisionsOfRound(request), own.approval)
    return holderOf(progress, personId) !== null
  })
}

/** A security reviewer may hold any; others those of servers in whose line they stand. */
async function candidates(actor: Actor, personId: string, now: Date, client: Tx = db()): Promise<Prisma.GrantRequestWhereInput> {
  const isReviewer = reach(actor, 'approvals.manage') === 'all' || actor.roles.includes('security_reviewer')
  return isReviewer ? {} : { serverId: { in: await serversHeldBy(personId, now, client) } }
}
