import { apart } from '@/lib/apart'
import { type Actor, require, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { stageStanding } from '@/lib/reviews/queries/stage-standing'
import { closesBecause } from '@/lib/reviews/stage'
import { stageOf } from './answer-item'
import { closeRunning, presentStage } from './close-running'
import { keepLocked } from './keep-reviewers'
import { lockCampaign, type LockedCampaign, lockVisible, refuseIn } from './load'

/** A stage of 20,000 items closes in seconds; nobody else writes in its campaign meanwhile. */
export const CLOSE_TIMEOUT = 180_000

/** By hand, before the deadline: what is unanswered takes what silence means. For those who run campaigns; refuses with `illegal_transition` where none runs, and with `conflict` while somebody is still to be asked. */
export async function closeStage(ctx: Ctx, actor: Actor, campaignId: string, reason: string): Promise<CampaignView> {
  require(actor, 'review.run')
  const now = await transaction(async (tx) => {
    const locked = await lockVisible(tx, ctx, actor, campaignId, 'alone')
    refuseIn('close_stage', locked)
    const recordKept = await refuseUnasked(tx, locked)
    const recordIt = await closeRunning(tx, locked, actor, 'by_hand', reason)
    await recordKept()
    await recordIt()
    return locked.ctx.now
  }, CLOSE_TIMEOUT)
  return getCampaign(actor, campaignId, now)
}

/**
 * Whoever has fallen away since the jobs looked last has somebody next in line, who would have no time at all: refuses with `conflict`
 * until they are asked, within a minute.
 */
async function refuseUnasked(tx: Tx, locked: LockedCampaign): Promise<() => Promise<void>> {
  const { replaced, recordIt } = await keepLocked(tx, locked)
  if (replaced > 0) throw new AppError('conflict', `Somebody may not answer any more about ${replaced === 1 ? 'one item' : `${replaced} items`}, and the next in line is asked within a minute. Nothing was changed; close the stage after that.`)
  return recordIt
}

/** Closes every stage whose deadline has come, or that everybody has signed off; returns how many. One campaign's error stops no other. */
export async function closeDueStages(newCtx: () => Ctx): Promise<number> {
  const running = await db().reviewCampaign.findMany({ where: { state: 'running' }, select: { id: true }, orderBy: { id: 'asc' } })
  const { attempt, end } = apart()
  for (const { id } of running) await attempt(() => closeIfDue(newCtx(), id))
  return end((failed) => `${failed} of ${running.length} stages could not be closed.`)
}

async function closeIfDue(ctx: Ctx, id: string): Promise<boolean> {
  // Most are not due: that is seen without a lock, and asked again under it.
  const { stage, iteration, stageEndsAt, content } = await db().reviewCampaign.findUniqueOrThrow({ where: { id }, select: { stage: true, iteration: true, stageEndsAt: true, content: true } })
  const closes = (content as unknown as { stages: { closes: 'when_signed_off' | 'at_deadline' }[] }).stages[stage - 1]?.closes ?? 'at_deadline'
  if (stageEndsAt === null || closesBecause(closes, await stageStanding({ id, stage, iteration }, stageEndsAt), ctx.now.getTime()) === null) return false
  return transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx, id, 'alone')
    if (locked === null || locked.campaign.state !== 'running' || locked.campaign.stageEndsAt === null) return false
    const because = closesBecause(presentStage(locked).closes, await stageStanding(stageOf(locked), locked.campaign.stageEndsAt, tx), ctx.now.getTime())
    if (because === null) return false
    const recordIt = await closeRunning(tx, locked, SYSTEM, because, null)
    await recordIt()
    return true
  }, CLOSE_TIMEOUT)
}
