import { type Actor, mayOnServer, reach, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, type FieldError } from '@/lib/errors'
import { reachOfGrant, type StoredGrant, windowOf } from '@/lib/grants/grant-view'
import { findCallers } from '@/lib/grants/queries/find-callers'
import { storedGrants } from '@/lib/grants/queries/find-grants'
import { findHolders } from '@/lib/grants/queries/find-holders'
import { type Basis, confirmationFaults, renewalFaults } from '@/lib/requests/basis'
import type { RequestContent } from '@/lib/requests/content'
import type { RequestBody } from '@/lib/requests/model'
import { obstaclesOf, timeFaults } from '@/lib/requests/obstacles'
import type { RequestFacts } from '@/lib/requests/queries/request-facts'
import { resolveContent } from '@/lib/requests/resolve-content'
import type { RequestKind } from '@/lib/requests/state'
import { lockFacts } from './load'

/** A request as it would be submitted: with ids for names, checked and locked. */
export type Prepared = { kind: RequestKind; content: RequestContent; grantId: string | null; facts: RequestFacts }

/**
 * Resolves what is asked for and refuses what cannot be: names that nobody knows (`invalid_input`), servers and agents that are none of
 * the actor's (`forbidden`, in words that tell nothing of them), and what does not stand (`conflict`).
 */
export async function prepare(tx: Tx, ctx: Ctx, actor: Actor, body: RequestBody, before: { behind: readonly string[]; policyNumber: number | null }): Promise<Prepared> {
  const kind = kindOf(body)
  require(actor, kind === 'break_glass' ? 'grant.break_glass' : 'grant.request')
  if (actor.personId === null) throw new AppError('forbidden', 'A request is made by a person, or by a token in its owner’s name. Nothing was changed.')
  const wanted = await resolved(tx, ctx, actor, body, kind)
  const grant = await basisOf(tx, actor, body)
  // What the old grant asked of each call is not dropped by asking for it again.
  const content = grant === null ? wanted : { ...wanted, reauthorise: grant.reauthorise || body.reauthorise === true }
  const facts = await lockFacts(tx, ctx, { content, behind: before.behind, sponsorBefore: null, policyNumber: before.policyNumber, answered: [] }, actor)
  const obstacles = obstaclesOf(facts.named, content)
  if (obstacles.length > 0) throw refused('conflict', 'This cannot be asked for now', obstacles)
  const faults = [...basisFaults(kind, grant, content, ctx.now.getTime()), ...timeFaults(content, ctx.now.getTime(), kind === 'renewal' ? (grant?.validUntil?.getTime() ?? null) : null)]
  if (faults.length > 0) throw refused('invalid_input', 'The request was refused', faults)
  if (kind === 'renewal' && grant !== null) await refuseRenewedTwice(tx, ctx, grant.id)
  return { kind, content, grantId: grant?.id ?? null, facts }
}

export function kindOf(body: Pick<RequestBody, 'renews' | 'confirms' | 'breakGlass'>): RequestKind {
  if (body.breakGlass === true) return 'break_glass'
  return body.renews !== undefined ? 'renewal' : body.confirms !== undefined ? 'confirmation' : 'grant'
}

export function refused(code: 'conflict' | 'invalid_input', head: string, errors: readonly FieldError[]): AppError {
  return new AppError(code, `${head}: ${errors.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors: [...errors] })
}

async function resolved(tx: Tx, ctx: Ctx, actor: Actor, body: RequestBody, kind: RequestKind): Promise<RequestContent> {
  const serverId = (await findHolders('server', [body.server], ctx.now, tx)).get(body.server) ?? null
  const names = await findCallers([body.caller], ctx.now, tx)
  refuseForeign(actor, kind, serverId, names.agents.get(body.caller.agent) ?? null)
  const server = serverId === null ? null : await tx.server.findUnique({ where: { id: serverId }, select: { id: true, sensitivity: true } })
  const answer = resolveContent(body, { ...names, server })
  if ('errors' in answer) throw refused('invalid_input', 'The request was refused', answer.errors)
  return answer.content
}

/** Whoever may ask only for their own: servers they own, back up or whose team they are in; agents they sponsor. An emergency is the server's owner's. */
function refuseForeign(actor: Actor, kind: RequestKind, serverId: string | null, agentId: string | null): void {
  const permission = kind === 'break_glass' ? 'grant.break_glass' : 'grant.request'
  if (mayOnServer(actor, permission, serverId)) return
  const sponsors = agentId !== null && actor.ownAgentIds.includes(agentId)
  if (kind !== 'break_glass' && reach(actor, permission) === 'own' && sponsors) return
  const what = kind === 'break_glass' ? 'You may break the glass only on servers of your own.' : 'You may ask only for grants on servers of your own, and for agents that you sponsor.'
  throw new AppError('forbidden', `${what} Nothing was changed.`)
}

async function basisOf(tx: Tx, actor: Actor, body: RequestBody): Promise<StoredGrant | null> {
  const id = body.renews ?? body.confirms
  if (id === undefined) return null
  const [grant] = await storedGrants(tx, [id])
  // What the actor may ask for is known by now; a grant of anything else is as good as none.
  if (grant === undefined || !mayAskFor(actor, grant)) throw refused('invalid_input', 'The request was refused', [{ path: body.renews === undefined ? 'confirms' : 'renews', message: 'there is no such grant' }])
  return grant
}

function mayAskFor(actor: Actor, grant: StoredGrant): boolean {
  return mayOnServer(actor, 'grant.request', grant.server.id) || (grant.agent !== null && actor.ownAgentIds.includes(grant.agent.id))
}

export function basisFact(grant: StoredGrant): Basis {
  return { reach: reachOfGrant(grant), origin: grant.origin, ...windowOf(grant), confirmedAt: grant.confirmedAt?.getTime() ?? null }
}

function basisFaults(kind: RequestKind, grant: StoredGrant | null, content: RequestContent, now: number): FieldError[] {
  if (grant === null) return []
  return kind === 'renewal' ? renewalFaults(basisFact(grant), content, now) : confirmationFaults(basisFact(grant), content, now)
}

/** A grant that is renewed already, by what still stands, is not renewed once more: the same would run twice. */
export async function refuseRenewedTwice(tx: Tx, ctx: Ctx, grantId: string): Promise<void> {
  const renewals = await tx.grantRequest.findMany({ where: { grantId, kind: 'renewal', state: 'approved' }, select: { id: true } })
  const standing = await tx.grant.count({ where: { requestId: { in: renewals.map((one) => one.id) }, revokedAt: null, OR: [{ validUntil: null }, { validUntil: { gt: ctx.now } }] } })
  if (standing > 0) throw new AppError('already_exists', 'The grant is renewed already. Renew what came of that when it has begun. Nothing was changed.', { errors: [{ path: 'renews', message: 'is renewed already' }] })
}
