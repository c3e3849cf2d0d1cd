import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare } from '@/lib/names/commands'

/** Who answers for it: of a server the owner or backup owner, of an agent the sponsor. */
export type PartChange = { kind: 'server'; id: string; slug: string; part: 'owner' | 'backup'; toId: string } | { kind: 'agent'; id: string; name: string; toId: string }

/**
 * Puts somebody in charge, in the caller's transaction, which has locked the row and the person and asked whether they may. A backup
 * owner who becomes the owner leaves the other place empty: nobody backs up themselves. The caller records it last.
 */
export async function changePartIn(tx: Tx, ctx: Ctx, actor: Actor, change: PartChange): Promise<void> {
  if (change.kind === 'agent') {
    await tx.agent.update({ where: { id: change.id }, data: { sponsorId: change.toId, updatedAt: ctx.now } })
    return void await declare(tx, ctx, actor, { reason: `Agent ${change.name} has another sponsor` })
  }
  const { id, slug, part, toId } = change
  const touched = { version: { increment: 1 }, updatedAt: ctx.now }
  if (part === 'owner') {
    await tx.server.updateMany({ where: { id, backupOwnerId: toId }, data: { backupOwnerId: null } })
    await tx.server.update({ where: { id }, data: { ownerId: toId, ...touched } })
  } else await tx.server.update({ where: { id }, data: { backupOwnerId: toId, ...touched } })
  await declare(tx, ctx, actor, { reason: `Server ${slug} has another ${part === 'owner' ? 'owner' : 'backup owner'}` })
}
