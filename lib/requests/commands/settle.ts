import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { confirmGrant, recordConfirmed } from '@/lib/grants/commands/confirm-grant'
import { endGrantsOf, recordEnded } from '@/lib/grants/commands/end-grants'
import { makeGrants, recordMade } from '@/lib/grants/commands/make-grants'
import { lockGrant } from '@/lib/grants/commands/replace-grant'
import type { StoredGrant } from '@/lib/grants/grant-view'
import { storedGrants } from '@/lib/grants/queries/find-grants'
import { humanColumns } from '@/lib/grants/resolve-caller'
import { confirmationFaults, renewalFaults } from '@/lib/requests/basis'
import type { RequestContent, RequestTarget } from '@/lib/requests/content'
import { windowFor } from '@/lib/requests/need'
import { obstaclesOf } from '@/lib/requests/obstacles'
import type { RequestFacts } from '@/lib/requests/queries/request-facts'
import { sameReach } from '@/lib/requests/same-reach'
import type { StoredRequest } from '@/lib/requests/stored'
import type { GrantWindow } from '@/lib/requests/window'
import { grantRows } from './grant-rows'
import { basisFact, refused, refuseRenewedTwice } from './prepare'

type Approved = { request: StoredRequest; content: RequestContent; facts: RequestFacts }

/** What is left to write into the trail once everything is changed: its lock comes last. */
type Rest = () => Promise<void>

const STOPPED = 'This cannot be granted now; deny it, or wait until it can'

/**
 * Makes of an approved request what was asked for, in the caller's transaction, which holds all that it rests on. Refused (`conflict`)
 * where something does not stand any more, or nothing is left of the time asked for; then nothing was approved either.
 */
async function grantApproved(tx: Tx, ctx: Ctx, actor: Actor, approved: Approved): Promise<Rest> {
  const { request, content, facts } = approved
  if (request.kind === 'break_glass') return async () => {}
  const obstacles = obstaclesOf(facts.named, content, true)
  if (obstacles.length > 0) throw refused('conflict', STOPPED, obstacles)
  if (request.kind === 'confirmation') return confirmed(tx, ctx, actor, approved)
  const after = request.kind === 'renewal' ? await endOfRenewed(tx, ctx, approved) : null
  const made = await makeGrants(tx, ctx, actor, grantRows(content, 'request', request.id, (target) => windowOrRefuse(approved, target, ctx, after)))
  return () => recordMade(tx, ctx, actor, made)
}

function windowOrRefuse({ facts, content }: Approved, target: RequestTarget, ctx: Ctx, after: number | null): GrantWindow {
  const window = windowFor(facts.policies, content, target, facts.server, ctx.now.getTime(), after)
  if (window === null) throw refused('conflict', 'Nothing is left of the time that was asked for', [{ path: 'until', message: 'the grant would end before it begins' }])
  return window
}

async function lockBasis(tx: Tx, request: StoredRequest): Promise<StoredGrant> {
  const [seen] = await storedGrants(tx, [request.grantId ?? ''])
  if (seen === undefined) throw new Error(`The grant of request ${request.id} is missing`)
  await lockGrant(tx, seen)
  const [grant] = await storedGrants(tx, [seen.id])
  return grant ?? seen
}

async function endOfRenewed(tx: Tx, ctx: Ctx, { request, content }: Approved): Promise<number | null> {
  const grant = await lockBasis(tx, request)
  const faults = renewalFaults(basisFact(grant), content, ctx.now.getTime(), true)
  if (faults.length > 0) throw refused('conflict', STOPPED, faults)
  await refuseRenewedTwice(tx, ctx, grant.id)
  return grant.validUntil?.getTime() ?? null
}

async function confirmed(tx: Tx, ctx: Ctx, actor: Actor, approved: Approved): Promise<Rest> {
  const { request, content } = approved
  const grant = await lockBasis(tx, request)
  const faults = confirmationFaults(basisFact(grant), content, ctx.now.getTime(), true)
  if (faults.length > 0) throw refused('conflict', STOPPED, faults)
  const ends = content.targets.map((target) => windowOrRefuse(approved, target, ctx, grant.validFrom.getTime()).until)
  // Null only where it may stay open-ended and it was asked for; what is imported with an end keeps it.
  const latest = [grant.validUntil?.getTime() ?? null, ...ends].flatMap((end) => end ?? [])
  const validUntil = latest.length === 0 ? null : new Date(Math.min(...latest))
  const { agentId, clientId, human, mode, reauthorise } = content
  const asItIs = sameReach(basisFact(grant).reach, content) && grant.reauthorise === reauthorise
  const narrower = asItIs ? null : { targets: content.targets.map((target) => ({ ...target, scope: [...target.scope] })), mode, reauthorise, agentId, clientId, ...humanColumns(human) }
  const ids = await confirmGrant(tx, ctx, actor, grant, { requestId: request.id, validUntil, narrower })
  return () => recordConfirmed(tx, ctx, actor, grant, { requestId: request.id, validUntil, ids })
}

/** Closes the request as approved and makes of it what was asked for. */
export async function finish(tx: Tx, ctx: Ctx, actor: Actor, approved: Approved): Promise<Rest> {
  const rest = await grantApproved(tx, ctx, actor, approved)
  await tx.grantRequest.update({ where: { id: approved.request.id }, data: { state: 'approved', closedAt: ctx.now, closedBy: actor.id, updatedAt: ctx.now } })
  return rest
}

/** What broke the glass without need ends at once; anything else that is denied has given nothing yet. */
export async function undoDenied(tx: Tx, ctx: Ctx, actor: Actor, request: StoredRequest, reason: string): Promise<Rest> {
  if (request.kind !== 'break_glass') return async () => {}
  const words = `The glass was broken without need: ${reason}`
  const ended = await endGrantsOf(tx, ctx, actor, request.id, words)
  return () => recordEnded(tx, ctx, actor, ended, words)
}
