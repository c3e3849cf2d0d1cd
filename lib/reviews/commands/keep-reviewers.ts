import { apart } from '@/lib/apart'
import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import type { PeopleFacts, SubjectFacts } from '@/lib/reviews/conflict'
import type { CampaignContent, ReviewerRule } from '@/lib/reviews/content'
import { keepItem, type Kept } from '@/lib/reviews/keeping'
import { loadReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { earlierOutcomes, loadOf, spentWords, type StageOf, type StageRow, stageRows, type TaskRow, stageTasks } from '@/lib/reviews/queries/stage-rows'
import { escalatesAt } from '@/lib/reviews/stage'
import { record } from '@/lib/trail/record'
import { stageOf } from './answer-item'
import { peopleIn, rulesOf } from './close-running'
import { lockCampaign, lockFacts, type LockedCampaign } from './load'
import { tellAdded } from './tell-reviewers'
import { endTasks, insertTasks, settleItems, supersede } from './write-tasks'

/** Items changed in one transaction. */
const CHUNK = 500

/**
 * Gives the tasks of those who left, lost the role or have come into conflict to the next in line, asks somebody where nobody could be
 * before, and adds whom escalation adds. Returns how many tasks changed. One campaign's error stops no other.
 */
export async function keepReviewers(newCtx: () => Ctx): Promise<number> {
  const running = await db().reviewCampaign.findMany({ where: { state: 'running' }, orderBy: { id: 'asc' } })
  const { attempt, end } = apart()
  for (const campaign of running) await attempt(() => keepCampaign(newCtx, campaign))
  return end((failed) => `The reviewers of ${failed} campaigns could not be looked after.`)
}

type Running = { id: string; stage: number; iteration: number; stageStartedAt: Date | null; stageEndsAt: Date | null; content: unknown }

async function keepCampaign(newCtx: () => Ctx, { id, stage, iteration, stageStartedAt, stageEndsAt, content }: Running): Promise<number> {
  const { now } = newCtx()
  // What is over waits for its close: nobody is asked who could not answer any more.
  if (stageEndsAt !== null && now >= stageEndsAt) return 0
  // Most items have nothing to change: that is seen without a lock, and asked again under it.
  const due = await planOf({ id, stage, iteration }, { content: content as CampaignContent, stageStartedAt, stageEndsAt }, now, (refs, people, rules) => loadReviewerFacts(refs, rules, people, now), db())
  let changed = 0
  for (let start = 0; start < due.length; start += CHUNK) changed += await keepItems(newCtx(), id, due.slice(start, start + CHUNK).map((one) => one.row.key))
  return changed
}

async function keepItems(ctx: Ctx, campaignId: string, ids: readonly string[]): Promise<number> {
  return transaction(async (tx) => {
    const locked = await lockCampaign(tx, ctx, campaignId, 'share')
    if (locked === null || locked.campaign.state !== 'running' || locked.campaign.stageEndsAt === null || locked.ctx.now >= locked.campaign.stageEndsAt) return 0
    await tx.$queryRaw`SELECT id FROM review_item WHERE id = ANY(${[...ids]}) ORDER BY id FOR UPDATE`
    const { changes, recordIt } = await keepLocked(tx, locked, ids)
    await recordIt()
    return changes
  }, 60_000)
}

/** The same for items, or all of them, that the caller has locked; the record is written last by the caller. */
export async function keepLocked(tx: Tx, locked: LockedCampaign, ids?: readonly string[]): Promise<{ changes: number; /** Items about which somebody is asked in another's place. */ replaced: number; recordIt: () => Promise<void> }> {
  const { campaign, content, ctx } = locked
  const of = { ...stageOf(locked), ...(ids === undefined ? {} : { ids }) }
  const plan = await planOf(of, { content, stageStartedAt: campaign.stageStartedAt, stageEndsAt: campaign.stageEndsAt }, ctx.now, (refs, people) => lockFacts(tx, ctx, refs, people, content), tx)
  if (plan.length === 0) return { changes: 0, replaced: 0, recordIt: async () => {} }
  await endTasks(tx, ctx, of, 'system', plan.flatMap((one) => one.kept.ended))
  await supersede(tx, ctx, of, plan.flatMap((one) => one.kept.voided.map((voided) => voided.taskId)))
  const added = plan.flatMap(({ row, kept }) => kept.added.map((one) => ({ itemId: row.key, risk: row.risk, ...one })))
  await insertTasks(tx, ctx, of, 'system', added)
  await settleItems(tx, ctx, of, plan.map((one) => one.row.key))
  await tellAdded(tx, ctx, of.id, added.filter((one) => one.standing !== 'escalation'), 'Others who were asked about them cannot be any more.')
  const changes = plan.map(({ row, kept }) => ({ item: row.key, ended: kept.ended, voided: kept.voided, added: kept.added }))
  const recordIt = async (): Promise<void> => {
    await recordChanges(tx, ctx, locked, 'review.reassigned', changes.filter((one) => one.ended.length + one.voided.length > 0 || one.added.some((by) => by.standing !== 'escalation')))
    const escalated = changes.flatMap(({ item, added: by }) => by.filter((one) => one.standing === 'escalation').map((one) => ({ item, person: one.personId })))
    await recordChanges(tx, ctx, locked, 'review.reviewer_added', escalated)
  }
  return { replaced: new Set(added.filter((one) => one.standing !== 'escalation').map((one) => one.itemId)).size, changes: plan.reduce((sum, { kept }) => sum + kept.ended.length + kept.voided.length + kept.added.length, 0), recordIt }
}

async function recordChanges(tx: Tx, ctx: Ctx, { campaign }: LockedCampaign, action: string, changes: readonly unknown[]): Promise<void> {
  if (changes.length === 0) return
  await record(tx, ctx, { actor: SYSTEM, action, object: { kind: 'review', id: campaign.id, name: campaign.name }, detail: { stage: campaign.stage, iteration: campaign.iteration, changes } })
}

type Planned = { row: StageRow; kept: Kept }
type Facts = (refs: readonly StageRow[], people: readonly string[], rules: readonly ReviewerRule[]) => Promise<{ subjects: SubjectFacts[]; people: PeopleFacts }>
type Times = { content: CampaignContent; stageStartedAt: Date | null; stageEndsAt: Date | null }

/** The items of the stage whose reviewers change, and how. */
async function planOf(of: StageOf, { content, stageStartedAt, stageEndsAt }: Times, now: Date, facts: Facts, client: Tx): Promise<Planned[]> {
  const rows = await stageRows(of, client)
  const tasks = await stageTasks(of, client)
  const rules = rulesOf(content, of.stage)
  const { subjects, people } = await facts(rows, peopleIn(tasks), [...rules.reviewers, ...content.fallback, ...content.escalateTo])
  const spent = await spentWords(of, client)
  const earlier = await earlierOutcomes(of, client)
  const load = await loadOf(of.id, client)
  const from = stageStartedAt === null || stageEndsAt === null ? null : escalatesAt(stageStartedAt, stageEndsAt, content.escalateDaysBefore)
  const escalate = from !== null && now >= from && stageEndsAt !== null && now < stageEndsAt ? content.escalateTo : null
  return rows.flatMap((row, index): Planned[] => {
    const subject = subjects[index]
    if (subject === undefined) return []
    const last = earlier.get(row.key)?.escalated === true
    const item = { subject, tasks: (tasks.get(row.key) ?? []) satisfies readonly TaskRow[], spent: spent.get(row.key) ?? new Set<string>() }
    // Whoever silence has escalated to is the last who is asked.
    const kept = keepItem(last ? { ...rules, reviewers: content.escalateTo } : rules, item, people, load, last ? null : escalate)
    for (const { personId } of kept.added) load.set(personId, (load.get(personId) ?? 0) + 1)
    return kept.ended.length + kept.voided.length + kept.added.length === 0 ? [] : [{ row, kept }]
  })
}
