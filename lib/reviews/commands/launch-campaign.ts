import { type Actor, require } from '@/lib/auth/actor'
import { canonicalJson } from '@/lib/canonical-json'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { DAY_MS } from '@/lib/drift/window'
import { AppError, isAppError, notFound } from '@/lib/errors'
import { sha256Hex } from '@/lib/hash'
import { canaries } from '@/lib/reviews/canary'
import { type CampaignContent, contentSchema } from '@/lib/reviews/content'
import { type DraftItem, inOrder } from '@/lib/reviews/draft-item'
import type { Risk } from '@/lib/reviews/frozen'
import { campaignRefusal } from '@/lib/reviews/machine'
import type { CampaignView } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { freeze, type Freezing } from '@/lib/reviews/queries/freeze'
import { loadReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { type Found, reviewersForAll } from '@/lib/reviews/reviewer'
import { record } from '@/lib/trail/record'
import { insertItems, insertTasks, type PlacedItem } from './insert-items'
import { LAUNCHING, type LaunchProgress, startProgress } from './launch-progress'
import { tellStarted } from './tell-reviewers'

/** Milliseconds; twenty thousand items take some seconds. */
const TIMEOUT = 600_000
/** Items of a campaign that changes what the store knows of its tables. */
const MANY = 1_000
/** Items for which nobody may be asked that the trail names. */
const NAMED = 50

/** How the process asks the thread of its jobs; absent where there is none. */
type AskJobs = (request: { kind: 'launch'; actor: Actor; id: string }) => Promise<CampaignView>

/** A launch on somebody's request, in the thread of the jobs where there is one: a large campaign is frozen there, not where requests are answered. */
export async function requestLaunch(newCtx: () => Ctx, actor: Actor, id: string): Promise<CampaignView> {
  require(actor, 'review.run')
  const ask = processState()['askJobs'] as AskJobs | undefined
  return ask === undefined ? launchCampaign(newCtx, actor, id) : ask({ kind: 'launch', actor, id })
}

/**
 * Freezes what a draft looks at with its evidence, asks the people of its first stage, and starts its clock: all of it or nothing, in one
 * transaction that holds the draft. A second launch at the same time is refused: by another process at once (`conflict`), by this one when
 * its turn comes and it finds the campaign launched (`illegal_transition`). A launch that is killed leaves the draft as it was. An empty
 * campaign is refused (`invalid_input`). Items nobody may be asked about are let in: they are counted, and shown to who runs reviews.
 */
export async function launchCampaign(newCtx: () => Ctx, actor: Actor, id: string): Promise<CampaignView> {
  require(actor, 'review.run')
  return oneAtATime(() => launchNow(newCtx, actor, id))
}

/** A launch takes four connections and most of a processor: in one process another one waits for it. */
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const before = (processState()['launches'] as Promise<unknown> | undefined) ?? Promise.resolve()
  const mine = before.then(work)
  processState()['launches'] = mine.catch(() => undefined)
  return mine
}

async function launchNow(newCtx: () => Ctx, actor: Actor, id: string): Promise<CampaignView> {
  const ctx = newCtx()
  let progress: LaunchProgress | null = null
  try {
    await transaction(async (tx) => {
      const campaign = await holdDraft(tx, id)
      progress = await startProgress(id, ctx.now)
      await launchIn(tx, ctx, actor, { id, ...campaign }, progress)
    }, TIMEOUT)
  } catch (error) {
    await finish(progress, newCtx().now, isAppError(error) ? error.message : 'It did not come to an end. Nothing was changed; launch it again.')
    throw error
  }
  await finish(progress, newCtx().now, null)
  const view = await getCampaign(actor, id, newCtx().now)
  if (view.counts.items >= MANY) await learn()
  return view
}

/** What is read of a large campaign right after its launch is planned by what the store knows of its tables; left to itself it learns a minute later. */
async function learn(): Promise<void> {
  for (const table of ['review_item', 'review_task']) await rows(`ANALYZE ${table}`).catch(() => undefined)
}

/** Told or not: what was launched is. */
async function finish(progress: LaunchProgress | null, at: Date, error: string | null): Promise<void> {
  await progress?.finish(at, error).catch(() => undefined)
}

type Draft = Freezing & { id: string; name: string }

async function holdDraft(tx: Tx, id: string): Promise<Omit<Draft, 'id'>> {
  const [held] = await tx.$queryRaw<{ mine: boolean }[]>`SELECT pg_try_advisory_xact_lock(${LAUNCHING}::int, hashtext(${id})) AS mine`
  if (held?.mine !== true) throw new AppError('conflict', 'The campaign is being launched already. Nothing was changed; watch how far it is.')
  await tx.$queryRaw`SELECT id FROM review_campaign WHERE id = ${id} FOR UPDATE`
  const found = await tx.reviewCampaign.findUnique({ where: { id }, select: { name: true, kind: true, state: true, content: true, templateId: true } })
  if (found === null) throw notFound('review')
  const refusal = campaignRefusal('launch', found.state)
  if (refusal !== null) throw new AppError('illegal_transition', `${refusal} Nothing was changed.`)
  return { name: found.name, kind: found.kind, templateId: found.templateId, content: contentSchema.parse(found.content) }
}

async function launchIn(tx: Tx, ctx: Ctx, actor: Actor, campaign: Draft, progress: LaunchProgress): Promise<void> {
  const { items, found } = await freeze(campaign, ctx.now, (done, total) => progress.phase('evidence', done, total), async (snapshot, real) => {
    if (real.length === 0) throw new AppError('invalid_input', 'The campaign would contain nothing: no grant, server or agent fits its scope now. It is a draft as before.')
    const placed = inOrder([...real, ...canaries(real, campaign.content.canaries, () => ctx.id('grant'))]).map((item): PlacedItem => ({ ...item, id: ctx.id('item') }))
    await progress.phase('reviewers', 0, placed.length)
    return { items: placed, found: await reviewers(snapshot, ctx, campaign.content, placed) }
  })
  await insertItems(tx, ctx, campaign.id, items, (done) => progress.phase('writing', done, items.length))
  const tasks = found.flatMap(({ key, asked }) => asked.map((one) => ({ itemId: key, ...one })))
  await insertTasks(tx, ctx, { campaignId: campaign.id, stage: 1, iteration: 1, by: actor.id }, tasks)
  const endsAt = new Date(ctx.now.getTime() + (campaign.content.stages[0]?.days ?? 1) * DAY_MS)
  await tx.reviewCampaign.update({
    where: { id: campaign.id },
    data: { state: 'running', stage: 1, iteration: 1, stageStartedAt: ctx.now, stageEndsAt: endsAt, asOf: ctx.now, itemCount: items.length, launchedBy: actor.id, launchedAt: ctx.now, updatedAt: ctx.now },
  })
  await tellStarted(tx, ctx, campaign.id)
  await tx.$executeRaw`SELECT pg_notify('bailiwick_reviews', ${campaign.id})`
  await record(tx, ctx, { actor, action: 'review.launched', object: { kind: 'review', id: campaign.id, name: campaign.name }, detail: trailOf(campaign, items, found, endsAt) })
}

const NOBODY = { requesters: [], approvers: [] }

async function reviewers(snapshot: Tx, ctx: Ctx, content: CampaignContent, items: readonly PlacedItem[]): Promise<Found[]> {
  const [stage] = content.stages
  const refs = items.map(({ id, subject, grantId, serverId, agentId, access, frozen }) => ({
    key: id, subject, grantId, serverId, agentId, access, personId: null, teamId: null, shown: frozen.subject !== 'grant' ? NOBODY : { requesters: frozen.grant.requester === null ? [] : [frozen.grant.requester.id], approvers: frozen.grant.approvers.map((one) => one.id) },
  }))
  const rules = stage?.reviewers ?? []
  const { subjects, people } = await loadReviewerFacts(refs, [...rules, ...content.fallback], [], ctx.now, snapshot)
  return reviewersForAll({ reviewers: rules, fallback: content.fallback }, subjects, people, new Map())
}

/** What was launched, for ever: `frozen` is SHA-256 over ids and digests of all items in their order. Which rows do not exist is told to nobody, here either. */
function trailOf(campaign: Draft, items: readonly PlacedItem[], found: readonly Found[], endsAt: Date): Record<string, unknown> {
  const nobody = found.filter((one) => one.asked.length === 0)
  const named = new Map(items.map((item): [string, DraftItem] => [item.id, item]))
  const byRisk: Record<Risk, number> = { low: 0, medium: 0, high: 0, critical: 0 }
  for (const item of items) byRisk[item.risk] += 1
  return {
    kind: campaign.kind, items: items.length, byRisk, people: new Set(found.flatMap((one) => one.asked.map(({ personId }) => personId))).size, stage: 1, endsAt: endsAt.toISOString(),
    frozen: sha256Hex(canonicalJson(items.map(({ id, digest }) => [id, digest]))), content: campaign.content,
    nobody: { count: nobody.length, first: nobody.slice(0, NAMED).map(({ key, nobody: why }) => ({ item: key, target: named.get(key)?.target ?? '', server: named.get(key)?.server ?? null, why })) },
  }
}
