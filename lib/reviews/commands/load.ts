import { type Actor, reach } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import { lockPeople } from '@/lib/people/queries/deciders'
import { neverAnswers } from '@/lib/reviews/answering'
import type { CampaignContent } from '@/lib/reviews/content'
import type { FrozenItem, Risk } from '@/lib/reviews/frozen'
import { type CampaignAction, campaignRefusal } from '@/lib/reviews/machine'
import { type ReviewerFacts, loadReviewerFacts, type SubjectRef } from '@/lib/reviews/queries/reviewer-facts'
import { principalsOf } from '@/lib/reviews/queries/stage-rows'
import { visibleCampaigns } from '@/lib/reviews/queries/visible'

/** A campaign under its lock, and a context whose time is not before what it rests on. */
export type LockedCampaign = { campaign: RunningCampaign; content: CampaignContent; ctx: Ctx }
export type RunningCampaign = { id: string; name: string; state: 'draft' | 'running' | 'remediation' | 'confirming' | 'closed' | 'cancelled'; stage: number; iteration: number; stageStartedAt: Date | null; stageEndsAt: Date | null; updatedAt: Date }

/**
 * Locks a campaign until commit: shared by whoever answers in it, alone for whoever closes a stage, so that an answer comes before the
 * close or is refused. Whoever waited acts no earlier than those it waited for. Null where there is none.
 */
export async function lockCampaign(tx: Tx, ctx: Ctx, id: string, mode: 'share' | 'alone'): Promise<LockedCampaign | null> {
  const found = mode === 'share' ? await tx.$queryRaw<unknown[]>`SELECT id FROM review_campaign WHERE id = ${id} FOR SHARE` : await tx.$queryRaw<unknown[]>`SELECT id FROM review_campaign WHERE id = ${id} FOR UPDATE`
  if (found.length === 0) return null
  const { content, ...campaign } = await tx.reviewCampaign.findUniqueOrThrow({
    where: { id }, select: { id: true, name: true, state: true, stage: true, iteration: true, stageStartedAt: true, stageEndsAt: true, updatedAt: true, content: true },
  })
  return { campaign, content: content as unknown as CampaignContent, ctx: campaign.updatedAt > ctx.now ? { ...ctx, now: campaign.updatedAt } : ctx }
}

/** A campaign that the actor may see, under its lock. */
export async function lockVisible(tx: Tx, ctx: Ctx, actor: Actor, id: string, mode: 'share' | 'alone'): Promise<LockedCampaign> {
  const seen = await tx.reviewCampaign.count({ where: { AND: [await visibleCampaigns(actor, ctx.now, tx), { id }] } })
  const locked = seen === 0 ? null : await lockCampaign(tx, ctx, id, mode)
  if (locked === null) throw notFound('review')
  return locked
}

/** Throws `illegal_transition` where the campaign's state does not allow it, or its stage is over and only waits to be closed. */
export function refuseIn(action: CampaignAction, { campaign, ctx }: LockedCampaign): void {
  const refusal = campaignRefusal(action, campaign.state)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
  if (action !== 'close_stage' && campaign.stageEndsAt !== null && ctx.now >= campaign.stageEndsAt) {
    throw new AppError('illegal_transition', `The stage ended at ${campaign.stageEndsAt.toISOString()} and is being closed; what was answered by then counts. Nothing was changed.`)
  }
}

/** Throws `forbidden` for whoever never reviews: tokens, and the console itself. */
export function refuseMachine(actor: Actor): void {
  const never = neverAnswers(actor)
  if (never !== null) throw new AppError('forbidden', `${never} Nothing was changed.`)
}

export type LockedItem = { id: string; synthetic: boolean; ref: SubjectRef; risk: Risk; title: string; frozen: FrozenItem; conflict: boolean }

/** An item of the present stage under its lock, after its campaign's. */
export async function lockItem(tx: Tx, ctx: Ctx, actor: Actor, id: string, action: CampaignAction): Promise<LockedCampaign & { item: LockedItem }> {
  const [found] = await tx.$queryRaw<{ campaign_id: string }[]>`SELECT campaign_id FROM review_item WHERE id = ${id}`
  const locked = found === undefined ? null : await lockCampaign(tx, ctx, found.campaign_id, 'share')
  if (locked === null) throw notFound('review item')
  await tx.$queryRaw`SELECT id FROM review_item WHERE id = ${id} FOR UPDATE`
  const item = await tx.reviewItem.findUniqueOrThrow({ where: { id } })
  await refuseUnseen(tx, locked.ctx, actor, item)
  refuseIn(action, locked)
  if (item.state !== 'pending' || item.stage !== locked.campaign.stage || item.iteration !== locked.campaign.iteration) throw new AppError('illegal_transition', 'This stage has come to an outcome for the item already. Nothing was changed.')
  const ctxNow = item.updatedAt > locked.ctx.now ? { ...locked.ctx, now: item.updatedAt } : locked.ctx
  return { ...locked, ctx: ctxNow, item: { id, synthetic: item.synthetic, ref: refOf(item), risk: item.risk, title: titleOf(item), frozen: item.frozen as unknown as FrozenItem, conflict: item.conflict } }
}

type Row = { id: string; campaignId: string; subject: string; grantId: string | null; serverId: string | null; agentId: string | null; access: 'read' | 'write' | 'admin' | null }

export function refOf(item: Row): SubjectRef {
  return { key: item.id, subject: item.subject === 'server' || item.subject === 'agent' ? item.subject : 'grant', grantId: item.grantId, serverId: item.serverId, agentId: item.agentId, access: item.access }
}

/** "create_issue on github for triage", as the trail calls an item. */
export function titleOf({ subject, target, server, agent }: { subject: string; target: string; server: string | null; agent: string | null }): string {
  if (subject !== 'grant') return target
  return `${target}${server === null ? '' : ` on ${server}`}${agent === null ? '' : ` for ${agent}`}`
}

/** An item that the actor neither sees nor is asked about does not exist for them. */
async function refuseUnseen(tx: Tx, ctx: Ctx, actor: Actor, item: Row): Promise<void> {
  if (reach(actor, 'review.read') === 'all' || actor.ownServerIds.includes(item.serverId ?? '')) return
  const people = [actor.personId ?? '', ...(await principalsOf(actor, ctx.now, tx))]
  if ((await tx.reviewTask.count({ where: { itemId: item.id, personId: { in: people } } })) === 0) throw notFound('review item')
}

/**
 * Who may be asked about these items now, locked until commit: servers (their owners), agents (their sponsors), and the people named,
 * with their stand-ins. So neither a new owner or sponsor nor a leaver slips in between.
 */
export async function lockFacts(tx: Tx, ctx: Ctx, refs: readonly SubjectRef[], people: readonly string[], content: CampaignContent): Promise<ReviewerFacts> {
  const servers = [...new Set(refs.flatMap((ref) => ref.serverId ?? []))]
  const agents = [...new Set(refs.flatMap((ref) => ref.agentId ?? []))]
  await tx.$queryRaw`SELECT id FROM server WHERE id = ANY(${servers}) ORDER BY id FOR SHARE`
  await tx.$queryRaw`SELECT id FROM agent WHERE id = ANY(${agents}) ORDER BY id FOR SHARE`
  await lockPeople(tx, people)
  await tx.$queryRaw`SELECT id FROM delegation WHERE person_id = ANY(${[...people]}) ORDER BY id FOR SHARE`
  return loadReviewerFacts(refs, [...content.stages.flatMap((stage) => stage.reviewers), ...content.fallback, ...content.escalateTo], people, ctx.now, tx)
}
