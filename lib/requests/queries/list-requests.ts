import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, encodeCursor, type Page } from '@/lib/boundary/page'
import type { Prisma, Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { RequestFilter, RequestView } from '@/lib/requests/model'
import type { RequestState } from '@/lib/requests/state'
import { requestViews } from './request-views'
import { findRequest, findRequests } from './stored-requests'
import { visibleRequests } from './visible'
import { waitingIds } from './waiting-for'

const NOTHING: Prisma.GrantRequestWhereInput = { id: { in: [] } }

/** The requests that the actor may see, newest first, one page. A filter that names nobody known finds nothing. */
export async function listRequests(actor: Actor, filter: RequestFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<RequestView>> {
  const after = decodeCursor(page.cursor, z.string())
  const where = { AND: [await visibleRequests(actor, now), await filterOf(actor, filter, now), after === null ? {} : { id: { lt: after } }] }
  const found = await findRequests(where, page.limit + 1)
  const shown = found.slice(0, page.limit)
  return { items: await requestViews(shown, now), nextCursor: found.length > page.limit ? encodeCursor(shown.at(-1)?.id) : null }
}

/** One request. Throws `not_found` for one that does not exist and for one that the actor may not see, alike. */
export async function getRequest(actor: Actor, id: string, now: Date, client?: Tx): Promise<RequestView> {
  const request = await findRequest({ AND: [await visibleRequests(actor, now, client), { id }] }, client)
  const [view] = request === null ? [] : await requestViews([request], now, client)
  if (view === undefined) throw notFound('request')
  return view
}

async function filterOf(actor: Actor, filter: RequestFilter, now: Date): Promise<Prisma.GrantRequestWhereInput> {
  const parts: Prisma.GrantRequestWhereInput[] = []
  if (filter.state !== undefined) parts.push(inState(filter.state, now))
  if (filter.kind !== undefined) parts.push({ kind: filter.kind })
  if (filter.server !== undefined) parts.push(await byHolder('server', filter.server, now, (serverId) => ({ serverId })))
  if (filter.agent !== undefined) parts.push(filter.agent === 'any' ? { agentId: null, state: { not: 'draft' } } : await byHolder('agent', filter.agent, now, (agentId) => ({ agentId })))
  if (filter.requester !== undefined) parts.push(await byHolder('person', filter.requester, now, (requesterId) => ({ requesterId })))
  if (filter.mine !== undefined) parts.push(filter.mine ? { requesterId: actor.personId ?? '' } : { requesterId: { not: actor.personId ?? '' } })
  if (filter.waiting !== undefined) parts.push({ id: { in: await waitingIds(actor, now) } })
  return { AND: parts }
}

async function byHolder(kind: 'server' | 'agent' | 'person', text: string, now: Date, where: (id: string) => Prisma.GrantRequestWhereInput): Promise<Prisma.GrantRequestWhereInput> {
  const id = (await findHolders(kind, [text], now)).get(text)
  return id === undefined ? NOTHING : where(id)
}

/** Pending and not over: `stateAt` as a condition of the store, since `lapsesAt` is never later than a time that the request names. */
export function stillPending(now: Date): Prisma.GrantRequestWhereInput {
  return { state: 'pending', OR: [{ kind: 'break_glass' }, { lapsesAt: { gt: now } }] }
}

function inState(state: RequestState, now: Date): Prisma.GrantRequestWhereInput {
  if (state === 'pending') return stillPending(now)
  if (state === 'lapsed') return { OR: [{ state: 'lapsed' }, { state: 'pending', kind: { not: 'break_glass' }, lapsesAt: { lte: now } }] }
  return { state }
}
