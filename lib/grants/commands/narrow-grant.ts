import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { grantTitle, type GrantView, grantView, holdsOf, reachOfGrant, windowOf } from '@/lib/grants/grant-view'
import type { NarrowInput } from '@/lib/grants/narrow-model'
import { narrowingFaults } from '@/lib/grants/narrowing'
import { getStoredGrant, storedGrants } from '@/lib/grants/queries/find-grants'
import { refusalOf } from '@/lib/grants/state'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'
import { lockGrant, replaceGrant } from './replace-grant'

/** `grant`: as it ended. `replacements`: what is in force in its place. */
export type NarrowedGrant = { grant: GrantView; replacements: GrantView[] }

/**
 * Ends the grant and puts narrower ones in its place from now on; what happened under it before stays granted. Nothing is admitted
 * that it did not admit, nor for longer (`invalid_input` with the dimension); bindings and open holds are carried over, and one
 * imported stays imported, confirmed only as far as it was. Owners may on their own servers.
 */
export async function narrowGrant(ctx: Ctx, actor: Actor, id: string, input: NarrowInput): Promise<NarrowedGrant> {
  return transaction((tx) => narrowGrantIn(tx, ctx, actor, id, input))
}

/** The same in the caller's transaction. */
export async function narrowGrantIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, input: NarrowInput): Promise<NarrowedGrant> {
  const seen = await getStoredGrant(actor, id, tx)
  if (!mayOnServer(actor, 'grant.revoke', seen.server.id)) throw new AppError('forbidden', 'Your roles do not allow this (grant.revoke). Nothing was changed.')
  await lockGrant(tx, seen)
  const grant = await getStoredGrant(actor, id, tx)
  const refusal = refusalOf('narrow', windowOf(grant), holdsOf(grant.holds), ctx.now.getTime())
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
  const errors = narrowingFaults({ ...reachOfGrant(grant), validFrom: grant.validFrom, validUntil: grant.validUntil }, input, ctx.now)
  if (errors.length > 0) throw new AppError('invalid_input', 'What is left must be less than what the grant admits, and something. Nothing was changed.', { errors })
  const ids = await replaceGrant(tx, ctx, actor, grant, { targets: input.targets, validUntil: input.until ?? grant.validUntil, reason: `Narrowed: ${input.reason}` })
  const view = grantView(await getStoredGrant(actor, id, tx), ctx.now)
  const replacements = (await storedGrants(tx, ids)).map((one) => grantView(one, ctx.now))
  await declare(tx, ctx, actor, { reason: `grant ${id} narrowed: ${input.reason}` })
  await record(tx, ctx, {
    actor, action: 'grant.narrowed', object: { kind: 'grant', id, name: grantTitle(view) },
    detail: { reason: input.reason, server: view.server, caller: view.caller, before: { target: view.target, access: view.access, scope: view.scope, validUntil: view.validUntil }, after: replacements.map(({ id: made, target, access, scope, validUntil }) => ({ id: made, target, access, scope, validUntil })) },
  })
  return { grant: view, replacements }
}
