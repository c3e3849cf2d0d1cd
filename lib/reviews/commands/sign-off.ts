import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { principalsOf, type StageOf } from '@/lib/reviews/queries/stage-rows'
import { askedOf, stageStanding } from '@/lib/reviews/queries/stage-standing'
import { closesBecause } from '@/lib/reviews/stage'
import { record } from '@/lib/trail/record'
import { stageOf } from './answer-item'
import { closeRunning, presentStage } from './close-running'
import { CLOSE_TIMEOUT } from './close-stage'
import { keepLocked } from './keep-reviewers'
import { lockVisible, type LockedCampaign, refuseIn, refuseMachine } from './load'

/**
 * A reviewer says that their part of the stage is done, and with it that of those for whom they have answered everything. The last one
 * closes the stage in the same transaction, where it closes so, unless somebody has come into conflict: then others are asked first.
 * Refuses with `conflict` while something of theirs is unanswered (it says how much), `forbidden` where they are asked nothing.
 */
export async function signOff(ctx: Ctx, actor: Actor, campaignId: string): Promise<CampaignView> {
  refuseMachine(actor)
  const now = await transaction(async (tx) => {
    const locked = await lockVisible(tx, ctx, actor, campaignId, 'alone')
    refuseIn('sign_off', locked)
    const signed = await sign(tx, locked, actor)
    const after = signed === null ? [] : await closeIfLast(tx, locked, actor)
    if (signed !== null) {
      const { campaign } = locked
      await record(tx, locked.ctx, { actor, action: 'review.signed_off', object: { kind: 'review', id: campaign.id, name: campaign.name }, detail: { stage: campaign.stage, iteration: campaign.iteration, ...signed } })
    }
    for (const recordIt of after) await recordIt()
    return locked.ctx.now
  }, CLOSE_TIMEOUT)
  return getCampaign(actor, campaignId, now)
}

type Signed = { person: string; answers: number; onBehalfOf: { person: string; answers: number }[] }

/** Null where everything was signed off already. */
async function sign(tx: Tx, locked: LockedCampaign, actor: Actor): Promise<Signed | null> {
  const of = stageOf(locked)
  const me = actor.personId ?? ''
  const own = await askedOf(of, me, me, tx)
  if (own.unanswered > 0) throw new AppError('conflict', `${own.unanswered} of your ${own.asked} items ${own.unanswered === 1 ? 'waits' : 'wait'} for an answer; sign off when all are answered. Nothing was changed.`)
  const others: Signed['onBehalfOf'] = []
  for (const person of await principalsOf(actor, locked.ctx.now, tx)) {
    const theirs = await askedOf(of, person, me, tx)
    if (theirs.asked > 0 && theirs.unanswered === 0 && theirs.answeredBy > 0 && !theirs.signed) others.push({ person, answers: theirs.asked })
  }
  if (own.asked === 0 && others.length === 0) throw new AppError('forbidden', 'You are asked nothing in this stage that you could sign off. Nothing was changed.')
  const rows = [...(own.asked > 0 && !own.signed ? [{ person: me, answers: own.asked }] : []), ...others]
  if (rows.length === 0) return null
  await insert(tx, locked.ctx, of, rows)
  return { person: me, answers: own.asked, onBehalfOf: others }
}

async function insert(tx: Tx, ctx: Ctx, { id, stage, iteration }: StageOf, rows: readonly { person: string; answers: number }[]): Promise<void> {
  await tx.reviewSignOff.createMany({ data: rows.map(({ person, answers }) => ({ campaignId: id, stage, iteration, personId: person, answers, at: ctx.now })), skipDuplicates: true })
  // Signed, changed and signed again within a millisecond: it is the same signature.
  await tx.reviewSignOff.updateMany({ where: { campaignId: id, stage, iteration, personId: { in: rows.map((row) => row.person) }, at: ctx.now }, data: { voidedAt: null } })
}

async function closeIfLast(tx: Tx, locked: LockedCampaign, actor: Actor): Promise<(() => Promise<void>)[]> {
  const { campaign, ctx } = locked
  const because = async (): Promise<'deadline' | 'signed_off' | null> => (campaign.stageEndsAt === null ? null : closesBecause(presentStage(locked).closes, await stageStanding(stageOf(locked), campaign.stageEndsAt, tx), ctx.now.getTime()))
  if ((await because()) === null) return []
  const kept = await keepLocked(tx, locked)
  const still = kept.changes === 0 ? 'signed_off' : await because()
  return still === null ? [kept.recordIt] : [kept.recordIt, await closeRunning(tx, locked, actor, 'signed_off', null)]
}
