import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { NO_JSON, transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { answerFaults, answersAs, type AnswersAs } from '@/lib/reviews/answering'
import type { AnswerInput, ItemRow } from '@/lib/reviews/model'
import { itemRows } from '@/lib/reviews/queries/items'
import { principalsOf, spentWords, type StageOf, stageTasks, type TaskRow } from '@/lib/reviews/queries/stage-rows'
import { overrides } from '@/lib/reviews/reason-needed'
import { record } from '@/lib/trail/record'
import { lockFacts, type LockedCampaign, type LockedItem, lockItem, refuseMachine } from './load'
import { settleItems, supersede } from './write-tasks'

/**
 * One person's answer to one item, in person or for somebody for whom they stand in; it takes the place of what stood to that task. All is
 * asked again under the locks, so that of an answer and the close of its stage, a leaver, or a new sponsor one comes first. Refuses with
 * `not_found`, `forbidden` (a token, a conflict, not asked), `conflict` (their word counted in an earlier stage), `illegal_transition` (the
 * stage is over) and `invalid_input` (no reason where one is needed, restrictions that restrict nothing).
 */
export async function answerItem(ctx: Ctx, actor: Actor, id: string, input: AnswerInput): Promise<ItemRow> {
  refuseMachine(actor)
  const { campaignId, now } = await transaction(async (tx) => {
    const locked = await lockItem(tx, ctx, actor, id, 'answer')
    const { as } = await standing(tx, locked, actor)
    refuseFaulty(input, locked)
    const of = stageOf(locked)
    await supersede(tx, locked.ctx, of, [as.taskId])
    await save(tx, locked, as, input)
    await settleItems(tx, locked.ctx, of, [id])
    const { answer, until, targets, reason, seconds, opened } = input
    await recordAnswer(tx, locked, actor, 'review.answered', as, { answer, until: until ?? null, targets: targets ?? null, reason: reason ?? null, seconds: seconds ?? null, opened: opened ?? false, overrode: overrides(answer, locked.item.frozen.recommendation.answer) })
    return { campaignId: of.id, now: locked.ctx.now }
  })
  return rowOf(actor, campaignId, id, now)
}

/** Takes one's answer back; the task waits again. Refuses like `answerItem`, and with `conflict` where nothing is answered. */
export async function undoAnswer(ctx: Ctx, actor: Actor, id: string): Promise<ItemRow> {
  const { campaignId, now } = await transaction(async (tx) => {
    const locked = await lockItem(tx, ctx, actor, id, 'answer')
    const { as, tasks } = await standing(tx, locked, actor)
    const before = tasks.find((task) => task.id === as.taskId)?.answer
    if (before === null || before === undefined) throw new AppError('conflict', 'There is no answer to take back. Nothing was changed.')
    const of = stageOf(locked)
    await supersede(tx, locked.ctx, of, [as.taskId])
    await settleItems(tx, locked.ctx, of, [id])
    await recordAnswer(tx, locked, actor, 'review.answer_undone', as, { before: { answer: before.answer, person: before.personId, onBehalfOf: before.onBehalfOf } })
    return { campaignId: of.id, now: locked.ctx.now }
  })
  return rowOf(actor, campaignId, id, now)
}

/** The row as whoever acted sees it now. */
export async function rowOf(actor: Actor, campaignId: string, id: string, now: Date): Promise<ItemRow> {
  const [row] = await itemRows(actor, campaignId, [id], now)
  if (row === undefined) throw new AppError('forbidden', 'It was done; you may not see the item any more.')
  return row
}

export function stageOf({ campaign }: Pick<LockedCampaign, 'campaign'>): StageOf {
  return { id: campaign.id, stage: campaign.stage, iteration: campaign.iteration }
}

type Standing = { as: AnswersAs; tasks: readonly TaskRow[]; principals: readonly string[] }

/** As what the actor answers the locked item now, or why not, by facts that hold until commit. */
export async function standing(tx: Tx, { campaign, content, ctx, item }: LockedCampaign & { item: LockedItem }, actor: Actor): Promise<Standing> {
  const of = { id: campaign.id, stage: campaign.stage, iteration: campaign.iteration, ids: [item.id] }
  const tasks = (await stageTasks(of, tx)).get(item.id) ?? []
  const { subjects, people } = await lockFacts(tx, ctx, [item.ref], [...actor.behind, ...tasks.map((task) => task.personId)], content)
  const [subject] = subjects
  if (subject === undefined) throw new Error('One item has one subject.')
  const principals = await principalsOf(actor, ctx.now, tx)
  const spent = (await spentWords(of, tx)).get(item.id) ?? new Set<string>()
  const as = answersAs(actor, { subject, people, tasks: tasks.map((task) => ({ id: task.id, personId: task.personId, open: task.open, answeredBy: task.answer?.personId ?? null })), principals, spent })
  if ('code' in as) throw new AppError(as.code, `${as.message} Nothing was changed.`)
  return { as, tasks, principals }
}

function refuseFaulty(input: AnswerInput, { item, ctx }: LockedCampaign & { item: LockedItem }): void {
  const errors = answerFaults(input, item.frozen, item.risk, ctx.now)
  if (errors.length > 0) throw new AppError('invalid_input', `The answer was refused: ${errors.map(({ path, message }) => `${path} ${message}`).join('; ')}. Nothing was changed.`, { errors })
}

async function save(tx: Tx, { campaign, ctx, item }: LockedCampaign & { item: LockedItem }, as: AnswersAs, input: AnswerInput): Promise<void> {
  await tx.reviewAnswer.create({
    data: {
      id: ctx.id('answer'), campaignId: campaign.id, itemId: item.id, taskId: as.taskId, stage: campaign.stage, iteration: campaign.iteration, personId: as.personId, onBehalfOf: as.onBehalfOf,
      answer: input.answer, until: input.until ?? null, targets: input.targets ?? NO_JSON, reason: input.reason ?? null, at: ctx.now, seconds: input.seconds ?? null, opened: input.opened ?? false,
      overrode: overrides(input.answer, item.frozen.recommendation.answer),
    },
  })
}

async function recordAnswer(tx: Tx, { campaign, ctx, item }: LockedCampaign & { item: LockedItem }, actor: Actor, action: string, as: AnswersAs, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, {
    actor, action, object: { kind: 'review_item', id: item.id, name: item.title },
    detail: { campaign: { id: campaign.id, name: campaign.name }, item: item.id, stage: campaign.stage, iteration: campaign.iteration, task: as.taskId, person: as.personId, onBehalfOf: as.onBehalfOf, ...detail },
  })
}
