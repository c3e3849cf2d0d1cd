import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { declare, forgetNames, noteState, releaseNames } from '@/lib/names/commands'
import { type Lifecycle, REGISTERED_STATES } from '@/lib/registry/model'

/** Declares what follows from a server's move, in its transaction and after the row is written. `row`: as it was before. */
export async function noteMove(tx: Tx, ctx: Ctx, actor: Actor, row: { id: string; slug: string; lifecycle: Lifecycle }, to: Lifecycle): Promise<void> {
  const becomesRegistered = !REGISTERED_STATES.has(row.lifecycle) && REGISTERED_STATES.has(to)
  if (REGISTERED_STATES.has(to)) await noteState(tx, ctx, 'server', row.id, to)
  // A rejected proposal never counted, and neither did its names; the slug alone stays taken. A retired one keeps the names
  // under which late calls are recognised, but gives its identity free.
  if (to === 'rejected') await forgetNames(tx, 'server', row.id, { origins: ['identity', 'alias'] })
  if (to === 'retired') await releaseNames(tx, ctx, 'server', row.id, { origins: ['identity'] })
  const names = becomesRegistered ? await tx.nameBinding.findMany({ where: { holderKind: 'server', holderId: row.id }, select: { name: true } }) : []
  await declare(tx, ctx, actor, {
    reason: `Server ${row.slug} moved from ${row.lifecycle} to ${to}`,
    ...(becomesRegistered ? { reevaluate: { serverNames: [...new Set(names.map((name) => name.name))], serverIds: [row.id] } } : {}),
  })
}

/**
 * Retires a server that is being offboarded, on its case's proof or signed exception, in the caller's transaction, which has locked it.
 * Answers whether it was moved: one that is retired already stays so. The caller records it last.
 */
export async function retireServerIn(tx: Tx, ctx: Ctx, actor: Actor, id: string): Promise<{ slug: string } | null> {
  await tx.$queryRaw`SELECT id FROM server WHERE id = ${id} FOR UPDATE`
  const row = await tx.server.findUnique({ where: { id }, select: { id: true, slug: true, lifecycle: true } })
  if (row === null || row.lifecycle !== 'offboarding') return null
  await tx.server.update({ where: { id }, data: { lifecycle: 'retired', lifecycleBefore: null, version: { increment: 1 }, updatedAt: ctx.now } })
  await noteMove(tx, ctx, actor, row, 'retired')
  return { slug: row.slug }
}
