import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction, type Tx } from '@/lib/db/client'
import { invalid, notFound } from '@/lib/errors'
import { answersAs, type AnswersAs } from '@/lib/reviews/answering'
import { type BulkItem, planBulk } from '@/lib/reviews/bulk'
import type { CampaignContent } from '@/lib/reviews/content'
import type { ItemFlag } from '@/lib/reviews/frozen'
import type { BulkInput, BulkPlan } from '@/lib/reviews/model'
import { itemIds } from '@/lib/reviews/queries/items'
import { loadReviewerFacts, type ReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { principalsOf, spentWords, type StageOf, type StageRow, stageRows, type TaskRow, stageTasks } from '@/lib/reviews/queries/stage-rows'
import { visibleCampaigns } from '@/lib/reviews/queries/visible'
import { record } from '@/lib/trail/record'
import { stageOf } from './answer-item'
import { peopleIn } from './close-running'
import { lockFacts, type LockedCampaign, lockVisible, refuseIn, refuseMachine } from './load'
import { settleItems } from './write-tasks'

/**
 * One answer to many items, chosen by ids or by filter, with one reason. What must be looked at, what is recommended otherwise, what is
 * not the actor's and what is answered already is left out here, whatever was chosen. A call answers at most the campaign's `bulkCap`, in
 * order of position; the plan says how many calls are left. `dryRun` only says what it would do.
 */
export async function answerMany(ctx: Ctx, actor: Actor, campaignId: string, input: BulkInput): Promise<BulkPlan> {
  refuseMachine(actor)
  if ((input.ids === undefined) === (input.filter === undefined)) throw invalid('ids', 'Say which items: by ids or by filter. Nothing was changed.')
  if (!input.dryRun && input.reason === undefined) throw invalid('reason', 'One answer to many needs a reason. Nothing was changed.')
  const { stage, content } = await findRunning(ctx, actor, campaignId)
  const except = new Set(input.except)
  const ids = (input.ids ?? (await itemIds(actor, campaignId, input.filter ?? {}, ctx.now))).filter((id) => !except.has(id))
  const { items } = await bulkItems(actor, { ...stage, ids }, ctx.now, (rows, people) => loadReviewerFacts(rows, [], people, ctx.now), db())
  const { plan, take } = planBulk(input.answer, items, content.bulkCap)
  if (input.dryRun || take.length === 0) return { ...plan, answered: 0, bulkId: null }
  const done = await transaction((tx) => answerBatch(tx, ctx, actor, campaignId, input, take))
  return { ...plan, ...done }
}

async function findRunning(ctx: Ctx, actor: Actor, id: string): Promise<{ stage: StageOf; content: CampaignContent }> {
  const found = await db().reviewCampaign.findFirst({ where: { AND: [await visibleCampaigns(actor, ctx.now), { id }] }, select: { id: true, name: true, state: true, stage: true, iteration: true, stageStartedAt: true, stageEndsAt: true, updatedAt: true, content: true } })
  if (found === null) throw notFound('review')
  const { content, ...campaign } = found
  const known = { campaign, content: content as unknown as CampaignContent, ctx }
  refuseIn('answer', known)
  return { stage: stageOf(known), content: known.content }
}

type Standing = { items: BulkItem[]; rows: StageRow[]; as: Map<string, AnswersAs> }

/** The chosen items as the rules of bulk see them; what is not in the present stage is nobody's to answer. */
async function bulkItems(actor: Actor, of: StageOf, now: Date, facts: (rows: readonly StageRow[], people: readonly string[]) => Promise<ReviewerFacts>, client: Tx): Promise<Standing> {
  const rows = await stageRows(of, client)
  const tasks = await stageTasks(of, client)
  const principals = await principalsOf(actor, now, client)
  const mine = rows.filter((row) => (tasks.get(row.key) ?? []).some((task) => task.open && (task.personId === actor.personId || principals.includes(task.personId))))
  const { subjects, people } = await facts(mine, [...actor.behind, ...peopleIn(tasks)])
  const spent = await spentWords(of, client)
  const as = new Map<string, AnswersAs>()
  mine.forEach((row, index) => {
    const subject = subjects[index]
    if (subject === undefined) return
    const found = answersAs(actor, { subject, people, tasks: (tasks.get(row.key) ?? []).map(asOpen), principals, spent: spent.get(row.key) ?? new Set() })
    if (!('code' in found)) as.set(row.key, found)
  })
  const more = new Map((await client.$queryRaw<{ id: string; flags: ItemFlag[]; recommendation: string }[]>`SELECT id, flags, recommendation FROM review_item WHERE id = ANY(${rows.map((row) => row.key)})`).map((row) => [row.id, row]))
  const items = rows.map((row): BulkItem => {
    const task = (tasks.get(row.key) ?? []).find((one) => one.id === as.get(row.key)?.taskId)
    return { id: row.key, risk: row.risk, flags: more.get(row.key)?.flags ?? [], recommendation: more.get(row.key)?.recommendation ?? 'none', mine: task !== undefined, answered: task?.answer !== null && task !== undefined }
  })
  return { items, rows, as }
}

function asOpen(task: TaskRow): { id: string; personId: string; open: boolean; answeredBy: string | null } {
  return { id: task.id, personId: task.personId, open: task.open, answeredBy: task.answer?.personId ?? null }
}

/** Answers those that may still be answered, once they are locked: what came between stays as it came. */
async function answerBatch(tx: Tx, ctx: Ctx, actor: Actor, campaignId: string, input: BulkInput, take: readonly string[]): Promise<{ answered: number; bulkId: string | null }> {
  const locked = await lockVisible(tx, ctx, actor, campaignId, 'share')
  await tx.$queryRaw`SELECT id FROM review_item WHERE id = ANY(${[...take]}) ORDER BY id FOR UPDATE`
  refuseIn('answer', locked)
  const of = { ...stageOf(locked), ids: take }
  const { items, as } = await bulkItems(actor, of, locked.ctx.now, (rows, people) => lockFacts(tx, locked.ctx, rows, people, locked.content), tx)
  const ids = planBulk(input.answer, items, locked.content.bulkCap).take
  if (ids.length === 0) return { answered: 0, bulkId: null }
  const bulkId = locked.ctx.id('bulk')
  await tx.reviewAnswer.createMany({
    data: ids.flatMap((id) => {
      const one = as.get(id)
      if (one === undefined) return []
      return [{ id: locked.ctx.id('answer'), campaignId, itemId: id, taskId: one.taskId, stage: of.stage, iteration: of.iteration, personId: one.personId, onBehalfOf: one.onBehalfOf, answer: input.answer, reason: input.reason ?? null, at: locked.ctx.now, bulkId }]
    }),
  })
  await settleItems(tx, locked.ctx, of, ids)
  await recordBatch(tx, locked, actor, { bulkId, answer: input.answer, reason: input.reason ?? null, ids, as })
  return { answered: ids.length, bulkId }
}

type Batch = { bulkId: string; answer: string; reason: string | null; ids: readonly string[]; as: ReadonlyMap<string, AnswersAs> }

async function recordBatch(tx: Tx, { campaign, ctx }: LockedCampaign, actor: Actor, { bulkId, answer, reason, ids, as }: Batch): Promise<void> {
  const onBehalfOf = Object.fromEntries(ids.flatMap((id) => { const one = as.get(id); return one?.onBehalfOf ? [[id, one.onBehalfOf]] : [] }))
  await record(tx, ctx, {
    actor, action: 'review.answered_many', object: { kind: 'review', id: campaign.id, name: campaign.name },
    detail: { stage: campaign.stage, iteration: campaign.iteration, bulkId, answer, reason, person: actor.personId, items: ids, tasks: ids.map((id) => as.get(id)?.taskId ?? null), onBehalfOf },
  })
}
