import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { grantTitle, type GrantView, grantView, holdsOf, type StoredGrant, windowOf } from '@/lib/grants/grant-view'
import { getStoredGrant } from '@/lib/grants/queries/find-grants'
import { type GrantAction, personHold, refusalOf } from '@/lib/grants/state'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'

type Change = { action: GrantAction; permission: Permission; done: 'revoked' | 'suspended' | 'resumed'; save: (tx: Tx, ctx: Ctx, actor: Actor, grant: StoredGrant, reason: string) => Promise<unknown> }

const REVOKE: Change = {
  action: 'revoke', permission: 'grant.revoke', done: 'revoked',
  save: (tx, ctx, actor, grant, reason) => tx.grant.update({ where: { id: grant.id }, data: { revokedAt: ctx.now, revokedBy: actor.id, revokeReason: reason } }),
}

/** Ends the grant from now on; what happened under it before stays granted. Owners may on their own servers. */
export const revokeGrant = changing(REVOKE)
/** The same in the caller's transaction. */
export const revokeGrantIn = changingIn(REVOKE)

/** Lets the grant rest from now on, by a person's hold. */
export const suspendGrant = changing({
  action: 'suspend', permission: 'grant.suspend', done: 'suspended',
  save: (tx, ctx, actor, grant, reason) => tx.grantHold.create({ data: { id: ctx.id('hold'), grantId: grant.id, cause: 'person', toolName: null, reason, openedBy: actor.id, openedAt: ctx.now } }),
})

/** Ends the person's hold from now on; holds of another cause stay. */
export const resumeGrant = changing({
  action: 'resume', permission: 'grant.suspend', done: 'resumed',
  save: (tx, ctx, actor, grant, reason) => tx.grantHold.update({
    where: { id: personHold(holdsOf(grant.holds), ctx.now.getTime())?.id ?? '' }, data: { closedAt: ctx.now, closedBy: actor.id, closeReason: reason },
  }),
})

/** All three act forward only. `illegal_transition` when the state does not allow it, asked again under the row's lock. */
function changing(change: Change): (ctx: Ctx, actor: Actor, id: string, reason: string) => Promise<GrantView> {
  const run = changingIn(change)
  return (ctx, actor, id, reason) => transaction((tx) => run(tx, ctx, actor, id, reason))
}

function changingIn(change: Change): (tx: Tx, ctx: Ctx, actor: Actor, id: string, reason: string) => Promise<GrantView> {
  return async (tx, ctx, actor, id, reason) => {
    const seen = await getStoredGrant(actor, id, tx)
    if (!mayOnServer(actor, change.permission, seen.server.id)) throw new AppError('forbidden', `Your roles do not allow this (${change.permission}). Nothing was changed.`)
    await tx.$queryRaw`SELECT id FROM "grant" WHERE id = ${id} FOR UPDATE`
    const grant = await getStoredGrant(actor, id, tx)
    const refusal = refusalOf(change.action, windowOf(grant), holdsOf(grant.holds), ctx.now.getTime())
    if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
    await change.save(tx, ctx, actor, grant, reason)
    const view = grantView(await getStoredGrant(actor, id, tx), ctx.now)
    await declare(tx, ctx, actor, { reason: `grant ${id} ${change.done}: ${reason}` })
    await record(tx, ctx, { actor, action: `grant.${change.done}`, object: { kind: 'grant', id, name: grantTitle(view) }, detail: { reason, server: view.server, caller: view.caller, target: view.target } })
    return view
  }
}
