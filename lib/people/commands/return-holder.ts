import { type Actor, reach } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { HolderKind } from '@/lib/names/model'
import { record } from '@/lib/trail/record'

/**
 * Asked before somebody or something inactive becomes active again, in the caller's transaction and before its locks. While an offboarding
 * is under way it is refused (`conflict`); one that opened by itself because the person left, and has revoked nothing yet, is cancelled by
 * their return, and so is any other by who may cancel it. A freeze that a closed case has left in force is lifted. Answers what is left to
 * write into the trail, or null. It stands here, and asks the tables, so that every door by which people come back goes through it: the
 * screens, the machine door, and the provider's directory.
 */
export async function mayReturn(tx: Tx, ctx: Ctx, actor: Actor, kind: Exclude<HolderKind, 'server'>, id: string): Promise<(() => Promise<void>) | null> {
  if (await isActive(tx, kind, id)) return null
  const where = { subjectKind: kind, subjectId: id, stage: { notIn: ['closed' as const, 'cancelled' as const] } }
  // Of an agent or a client its own lock is held already, without which its case goes no further.
  if (kind === 'person') await tx.$queryRaw`SELECT id FROM offboarding_case WHERE subject_kind = 'person' AND subject_id = ${id} AND stage NOT IN ('closed', 'cancelled') FOR UPDATE`
  const found = await tx.offboardingCase.findFirst({ where, select: { id: true, stage: true, occasion: true, subjectName: true } })
  if (found !== null && (found.stage === 'open' || found.stage === 'frozen') && kind === 'person' && (found.occasion === 'left' || reach(actor, 'offboarding.sign') === 'all')) {
    return cancelled(tx, ctx, actor, kind, id, found)
  }
  if (found !== null) {
    const why = found.stage === 'open' || found.stage === 'frozen' ? 'A security reviewer cancels it first' : 'What it held is revoked already; wait until the case is closed'
    throw new AppError('conflict', `The offboarding of ${found.subjectName} is under way (${found.id}). ${why}. Nothing was changed.`, { errors: [{ path: 'active', message: 'its offboarding is under way' }] })
  }
  await tx.freeze.updateMany({ where: { holderKind: kind, holderId: id, liftedAt: null }, data: { liftedAt: ctx.now, liftedBy: actor.id } })
  return null
}

async function isActive(tx: Tx, kind: Exclude<HolderKind, 'server'>, id: string): Promise<boolean> {
  const query = { where: { id }, select: { active: true as const } }
  const found = kind === 'person' ? await tx.person.findUnique(query) : kind === 'agent' ? await tx.agent.findUnique(query) : await tx.client.findUnique(query)
  return found?.active ?? true
}

/** Of a person freezing has changed nothing but the freeze: lifting it is all there is to restore. */
async function cancelled(tx: Tx, ctx: Ctx, actor: Actor, kind: HolderKind, id: string, found: { id: string; stage: string; subjectName: string }): Promise<() => Promise<void>> {
  const reason = 'They came back before anything was revoked'
  await tx.freeze.updateMany({ where: { holderKind: kind, holderId: id, liftedAt: null }, data: { liftedAt: ctx.now, liftedBy: actor.id } })
  await tx.offboardingCase.update({ where: { id: found.id }, data: { stage: 'cancelled', cancelledAt: ctx.now, cancelledBy: actor.id, cancelReason: reason, version: { increment: 1 }, updatedAt: ctx.now } })
  return () => record(tx, ctx, {
    actor, action: 'offboarding.cancelled', object: { kind: 'offboarding', id: found.id, name: found.subjectName }, detail: { subject: { kind, id }, reason, from: found.stage },
  })
}
