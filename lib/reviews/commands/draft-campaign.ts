import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError, invalid, notFound } from '@/lib/errors'
import { type CampaignContent, contentSchema, type DraftInput, type ReviewKind } from '@/lib/reviews/content'
import { type CampaignAction, campaignRefusal, type CampaignState } from '@/lib/reviews/machine'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { refuseFaults } from '@/lib/reviews/queries/content-names'
import { record } from '@/lib/trail/record'
import { tellCancelled } from './tell-reviewers'

export type Occasion = { occasion: 'schedule' | 'event'; key: string; text: string }

/** A draft, from a template or by itself; nothing is frozen and nobody asked. An occasion makes one draft only (`already_exists`). */
export async function draftCampaign(ctx: Ctx, actor: Actor, input: DraftInput, occasion?: Occasion): Promise<CampaignView> {
  require(actor, 'review.run')
  const id = await transaction(async (tx) => {
    const draft = await drafted(tx, ctx, input)
    await refuseFaults(draft.kind, draft.content, ctx.now, [], tx)
    return draftIn(tx, ctx, actor, draft, occasion)
  })
  return getCampaign(actor, id, ctx.now)
}

type Draft = { templateId: string | null; name: string; kind: ReviewKind; content: CampaignContent }

/** What the input says beats what its template says. */
async function drafted(tx: Tx, ctx: Ctx, input: DraftInput): Promise<Draft> {
  if (input.templateId === undefined) {
    const { name, kind, content } = input
    if (name === undefined || kind === undefined || content === undefined) throw invalid('templateId', 'give a template, or name, kind and content')
    return { templateId: null, name, kind, content }
  }
  const template = await tx.reviewTemplate.findUnique({ where: { id: input.templateId } })
  if (template === null) throw new AppError('invalid_input', 'There is no such template. Nothing was changed.', { errors: [{ path: 'templateId', message: 'there is no such template' }] })
  if (input.kind !== undefined && input.kind !== template.kind) throw new AppError('invalid_input', 'The template reviews something else. Nothing was changed.', { errors: [{ path: 'kind', message: `is ${template.kind} in the template` }] })
  return { templateId: template.id, name: input.name ?? `${template.name}, ${ctx.now.toISOString().slice(0, 10)}`, kind: template.kind, content: input.content ?? contentSchema.parse(template.content) }
}

/** Writes the draft and its entry in the trail; answers its id. A second one for the same occasion breaks the store's rule (P2002). */
export async function draftIn(tx: Tx, ctx: Ctx, actor: Actor, draft: Draft, occasion?: Occasion): Promise<string> {
  const id = ctx.id('review')
  await tx.reviewCampaign.create({
    data: {
      id, ...draft, state: 'draft', occasion: occasion?.occasion ?? 'manual', occasionKey: occasion?.key ?? null, occasionText: occasion?.text ?? null, createdBy: actor.id, createdAt: ctx.now, updatedAt: ctx.now,
    },
  })
  await record(tx, ctx, { actor, action: 'review.drafted', object: { kind: 'review', id, name: draft.name }, detail: { template: draft.templateId, kind: draft.kind, occasion: occasion?.occasion ?? 'manual', why: occasion?.text ?? null, after: draft.content } })
  return id
}

/** A draft as it is wished now. What was launched never changes. */
export async function changeDraft(ctx: Ctx, actor: Actor, id: string, { name, content }: { name: string; content: CampaignContent }): Promise<CampaignView> {
  require(actor, 'review.run')
  await transaction(async (tx) => {
    const before = await lockCampaign(tx, id, 'change')
    await refuseFaults(before.kind, content, ctx.now, [], tx)
    await tx.reviewCampaign.update({ where: { id }, data: { name, content, updatedAt: ctx.now } })
    await record(tx, ctx, { actor, action: 'review.draft_changed', object: { kind: 'review', id, name }, detail: { before: { name: before.name, content: before.content }, after: { name, content } } })
  })
  return getCampaign(actor, id, ctx.now)
}

/** Ends a draft or a running campaign: whatever has no applied outcome becomes exempt, nothing of it is applied, and all answers stay on record. */
export async function cancelCampaign(ctx: Ctx, actor: Actor, id: string, reason: string): Promise<CampaignView> {
  require(actor, 'review.run')
  await transaction((tx) => cancelIn(tx, ctx, actor, id, reason))
  return getCampaign(actor, id, ctx.now)
}

/** The same in the caller's transaction. */
export async function cancelIn(tx: Tx, ctx: Ctx, actor: Actor, id: string, reason: string): Promise<void> {
  const before = await lockCampaign(tx, id, 'cancel')
  // In one order, as all that locks items does.
  await tx.$queryRaw`SELECT id FROM review_item WHERE campaign_id = ${id} AND state IN ('pending', 'decided') ORDER BY id FOR UPDATE`
  const { count } = await tx.reviewItem.updateMany({ where: { campaignId: id, state: { in: ['pending', 'decided'] } }, data: { state: 'exempt', updatedAt: ctx.now } })
  await tx.reviewCampaign.update({ where: { id }, data: { state: 'cancelled', closedAt: ctx.now, closedBy: actor.id, closeReason: reason, updatedAt: ctx.now } })
  await tx.$executeRaw`SELECT pg_notify('bailiwick_reviews', ${id})`
  if (before.state === 'running') await tellCancelled(tx, ctx, { id, ...before }, actor.name, reason)
  await record(tx, ctx, { actor, action: 'review.cancelled', object: { kind: 'review', id, name: before.name }, detail: { reason, from: before.state, exempt: count } })
}

async function lockCampaign(tx: Tx, id: string, action: CampaignAction): Promise<{ name: string; kind: ReviewKind; state: CampaignState; content: unknown; stage: number; iteration: number }> {
  await tx.$queryRaw`SELECT id FROM review_campaign WHERE id = ${id} FOR UPDATE`
  const found = await tx.reviewCampaign.findUnique({ where: { id }, select: { name: true, kind: true, state: true, content: true, stage: true, iteration: true } })
  if (found === null) throw notFound('review')
  const refusal = campaignRefusal(action, found.state)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
  return found
}
