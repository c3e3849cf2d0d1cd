import { type Actor, mayOnServer } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { contentOfGrant } from '@/lib/document/content'
import { isWithin } from '@/lib/document/compare'
import type { Content } from '@/lib/document/model'
import { replacementOf } from '@/lib/document/plan'
import { AppError } from '@/lib/errors'
import { lockGrant, replaceGrant } from '@/lib/grants/commands/replace-grant'
import { grantTitle, grantView, holdsOf, windowOf } from '@/lib/grants/grant-view'
import { getStoredGrant, storedGrants } from '@/lib/grants/queries/find-grants'
import { humanColumns } from '@/lib/grants/resolve-caller'
import { refusalOf } from '@/lib/grants/state'
import { declare } from '@/lib/names/commands'
import { record } from '@/lib/trail/record'

/**
 * Lets a grant give way to entries that it holds, in the caller's transaction. Asked again under the grant's lock: nothing is made that
 * it does not admit, in whatever dimension (`conflict`).
 */
export async function narrowToEntries(tx: Tx, ctx: Ctx, actor: Actor, grantId: string, entries: readonly Content[], reason: string): Promise<string[]> {
  const seen = await getStoredGrant(actor, grantId, tx)
  if (!mayOnServer(actor, 'grant.revoke', seen.server.id)) throw new AppError('forbidden', 'Your roles do not allow this (grant.revoke). Nothing was changed.')
  await lockGrant(tx, seen)
  const grant = await getStoredGrant(actor, grantId, tx)
  const now = ctx.now.getTime()
  const refusal = refusalOf('narrow', windowOf(grant), holdsOf(grant.holds), now)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
  const standing = { id: grant.id, content: contentOfGrant(grant), longest: null }
  if (entries.length === 0 || !entries.every((entry) => isWithin(standing.content, entry, now))) throw new AppError('conflict', `The grant ${grantId} does not admit all that is to take its place. Nothing was changed.`)
  const ids = await replaceGrant(tx, ctx, actor, grant, {
    validUntil: grant.validUntil, reason,
    targets: entries.map((entry) => {
      const made = replacementOf(standing, entry, now)
      return {
        kind: made.targetKind, name: made.target, access: made.access, scope: [...made.scope],
        change: {
          validFrom: new Date(made.from), validUntil: made.until === null ? null : new Date(made.until), mode: made.mode, reauthorise: made.reauthorise, agentId: made.agentId, clientId: made.clientId, ...humanColumns(made.human),
        },
      }
    }),
  })
  const view = grantView(grant, ctx.now)
  await declare(tx, ctx, actor, { reason: `grant ${grantId} narrowed: ${reason}` })
  const after = (await storedGrants(tx, ids)).map((one) => grantView(one, ctx.now))
  await record(tx, ctx, {
    actor, action: 'grant.narrowed', object: { kind: 'grant', id: grantId, name: grantTitle(view) },
    detail: { reason, server: view.server, before: shown(view), after: after.map(shown) },
  })
  return ids
}

function shown({ id, caller, target, access, scope, validFrom, validUntil, mode, reauthorise }: ReturnType<typeof grantView>): Record<string, unknown> {
  return { id, caller, target, access, scope, validFrom, validUntil, mode, reauthorise }
}
