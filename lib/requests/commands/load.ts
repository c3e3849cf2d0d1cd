import { type Actor, may } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { lockPeople } from '@/lib/people/queries/deciders'
import { type Asked, loadFacts, type RequestFacts } from '@/lib/requests/queries/request-facts'
import { findRequest } from '@/lib/requests/queries/stored-requests'
import { visibleRequests } from '@/lib/requests/queries/visible'
import { type RequestAction, refusalIn } from '@/lib/requests/state'
import { stateOf, type StoredRequest } from '@/lib/requests/stored'

/** A request under its lock, and a context whose time is not before anything that was said or answered. */
export type Locked = { request: StoredRequest; ctx: Ctx }

/**
 * Locks a request until commit: whatever is asked of it, one comes after the other. `not_found` for one that the actor may not see.
 * Whoever waited for the lock acts no earlier than those it waited for, so that nothing is dated before what it rests on.
 */
export async function lockRequest(tx: Tx, ctx: Ctx, actor: Actor, id: string): Promise<Locked> {
  await tx.$queryRaw`SELECT id FROM grant_request WHERE id = ${id} FOR UPDATE`
  const request = await findRequest({ AND: [await visibleRequests(actor, ctx.now, tx), { id }] }, tx)
  if (request === null) throw notFound('request')
  return { request, ctx: request.updatedAt > ctx.now ? { ...ctx, now: request.updatedAt } : ctx }
}

/** Throws `illegal_transition` where the state does not allow it. */
export function refuseIn(action: RequestAction, { request, ctx }: Locked): void {
  const refusal = refusalIn(action, stateOf(request, ctx.now), request.kind)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
}

/** Throws `stale_version` when somebody has changed the request since it was looked at. */
export function refuseStale(request: StoredRequest, revision: number | undefined): void {
  if (revision !== undefined && revision !== request.revision) {
    throw new AppError('stale_version', `The request was changed meanwhile (revision ${request.revision}, yours ${revision}). Nothing was changed; look at it again.`, { errors: [{ path: 'revision', message: 'is not the present one' }] })
  }
}

/** Whoever asked, or stands behind the token that did, changes and withdraws it; a token only as far as its roles let it ask. */
export function requireRequester(actor: Actor, request: StoredRequest): void {
  const isTheirs = actor.personId !== null && (request.requesterId === actor.personId || request.behind.includes(actor.personId))
  if (isTheirs && (actor.kind === 'person' || may(actor, 'grant.request'))) return
  throw new AppError('forbidden', 'Only whoever asked may do this. Nothing was changed.')
}

/**
 * All that bears on a request now, locked until commit: the server (its owners, sensitivity and state), the agent (its sponsor), the
 * stand-ins, and everybody in the line or among those who answered. So neither a change of owner nor a leaver slips in between.
 */
export async function lockFacts(tx: Tx, ctx: Ctx, question: Asked, actor: Actor): Promise<RequestFacts> {
  const asked = { ...question, answered: [...question.answered, ...actor.behind] }
  const { serverId, agentId, clientId } = asked.content
  await tx.$queryRaw`SELECT id FROM server WHERE id = ${serverId} FOR SHARE`
  if (agentId !== null) await tx.$queryRaw`SELECT id FROM agent WHERE id = ${agentId} FOR SHARE`
  if (clientId !== null) await tx.$queryRaw`SELECT id FROM client WHERE id = ${clientId} FOR SHARE`
  let locked = new Set<string>()
  for (;;) {
    const facts = await oneOf(tx, ctx, asked)
    const { ownerId, backupOwnerId, managerId, sponsorId, sponsorBefore, namedPersonId } = facts.approval
    const people = [ownerId, backupOwnerId, managerId, sponsorId, sponsorBefore, namedPersonId, ...asked.answered].flatMap((id) => id ?? [])
    // Read again after locking, until nobody new has come into it.
    if (people.every((id) => locked.has(id))) return facts
    await lockPeople(tx, people)
    await tx.$queryRaw`SELECT id FROM delegation WHERE person_id = ANY(${people}) ORDER BY id FOR SHARE`
    locked = new Set([...locked, ...people])
  }
}

async function oneOf(tx: Tx, ctx: Ctx, asked: Asked): Promise<RequestFacts> {
  const [facts] = await loadFacts([asked], ctx.now, tx)
  if (facts === undefined) throw new Error('One question has one answer.')
  return facts
}
