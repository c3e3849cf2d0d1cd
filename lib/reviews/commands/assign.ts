import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { transaction, type Tx } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { obstacleOf } from '@/lib/reviews/conflict'
import { passedOver } from '@/lib/reviews/keeping'
import type { ItemRow } from '@/lib/reviews/model'
import { earlierOutcomes, loadOf, spentWords, stageTasks, type TaskRow } from '@/lib/reviews/queries/stage-rows'
import type { ReviewerFacts } from '@/lib/reviews/queries/reviewer-facts'
import { type Asked, nextInLine } from '@/lib/reviews/reviewer'
import { record } from '@/lib/trail/record'
import { rowOf, standing, stageOf } from './answer-item'
import { rulesOf } from './close-running'
import { lockFacts, type LockedCampaign, type LockedItem, lockItem, refuseMachine } from './load'
import { tellAdded } from './tell-reviewers'
import { endTasks, insertTasks, settleItems } from './write-tasks'

type Locked = LockedCampaign & { item: LockedItem }

/**
 * Not mine: the task ends, with the reason, and goes to somebody named, or to the next in line; the deadline stays. Refuses like an
 * answer, with `invalid_input` where the person named may not be asked, and with `conflict` where nobody is left in line.
 */
export async function reassignItem(ctx: Ctx, actor: Actor, id: string, input: { toEmail?: string | undefined; reason: string }): Promise<ItemRow> {
  refuseMachine(actor)
  const { campaignId, now } = await transaction(async (tx) => {
    const locked = await lockItem(tx, ctx, actor, id, 'answer')
    const { as, tasks } = await standing(tx, locked, actor)
    const task = tasks.find((one) => one.id === as.taskId)
    if (task === undefined) throw new Error('A task that is answered is there.')
    const to = input.toEmail === undefined ? await next(tx, locked, task, tasks) : await namedPerson(tx, locked, tasks, input.toEmail, 'toEmail')
    const why = `${actor.name} says that it is not theirs: ${input.reason}`
    const of = stageOf(locked)
    await endTasks(tx, locked.ctx, of, actor.id, [{ taskId: task.id, reason: input.reason }])
    await insertTasks(tx, locked.ctx, of, actor.id, [{ itemId: id, personId: to.personId, standing: to.standing, why: [why, to.why].filter((one) => one !== null).join(' ') }])
    await settleItems(tx, locked.ctx, of, [id])
    await tellAdded(tx, locked.ctx, of.id, [{ personId: to.personId, risk: locked.item.risk }], why)
    await recordItem(tx, locked, actor, 'review.reassigned', { task: task.id, from: task.personId, onBehalfOf: as.onBehalfOf, to: to.personId, standing: to.standing, reason: input.reason, before: task.answer === null ? null : { answer: task.answer.answer, person: task.answer.personId } })
    return { campaignId: of.id, now: locked.ctx.now }
  })
  return rowOf(actor, campaignId, id, now)
}

/** Escalation by hand: adds a person, and moves nothing. For those who run campaigns; refuses with `invalid_input` whoever may not be asked. */
export async function addReviewer(ctx: Ctx, actor: Actor, id: string, input: { email: string; reason: string }): Promise<ItemRow> {
  require(actor, 'review.run')
  const { campaignId, now } = await transaction(async (tx) => {
    const locked = await lockItem(tx, ctx, actor, id, 'answer')
    const of = stageOf(locked)
    const tasks = (await stageTasks({ ...of, ids: [id] }, tx)).get(id) ?? []
    const to = await namedPerson(tx, locked, tasks, input.email, 'email')
    const why = `Added by ${actor.name}: ${input.reason}`
    await insertTasks(tx, locked.ctx, of, actor.id, [{ itemId: id, personId: to.personId, standing: 'named', why }])
    await settleItems(tx, locked.ctx, of, [id])
    await tellAdded(tx, locked.ctx, of.id, [{ personId: to.personId, risk: locked.item.risk }], why)
    await recordItem(tx, locked, actor, 'review.reviewer_added', { person: to.personId, reason: input.reason })
    return { campaignId: of.id, now: locked.ctx.now }
  })
  return rowOf(actor, campaignId, id, now)
}

/** The person with this address, who must be able to answer the item without having been asked about it. */
async function namedPerson(tx: Tx, { campaign, content, ctx, item }: Locked, tasks: readonly TaskRow[], email: string, path: string): Promise<Asked> {
  const found = await tx.person.findUnique({ where: { email }, select: { id: true, name: true } })
  const refuse = (message: string): AppError => new AppError('invalid_input', `${message} Nothing was changed.`, { errors: [{ path, message }] })
  if (found === null) throw refuse('Nobody is known by this address.')
  const facts = await factsOf(tx, { campaign, content, ctx, item }, found.id)
  const passed = passedOver({ tasks, spent: (await spentWords({ id: campaign.id, stage: campaign.stage, iteration: campaign.iteration, ids: [item.id] }, tx)).get(item.id) ?? new Set() })
  const obstacle = passed.get(found.id) ?? obstacleOf(facts.subject, facts.people, found.id)
  if (obstacle !== null) throw refuse(`${found.name} may not be asked about this: ${found.name} ${obstacle}.`)
  return { personId: found.id, standing: 'reassigned', why: null }
}

async function next(tx: Tx, { campaign, content, ctx, item }: Locked, task: TaskRow, tasks: readonly TaskRow[]): Promise<Asked> {
  const of = { id: campaign.id, stage: campaign.stage, iteration: campaign.iteration, ids: [item.id] }
  const { subject, people } = await factsOf(tx, { campaign, content, ctx, item })
  const passed = passedOver({ tasks, spent: (await spentWords(of, tx)).get(item.id) ?? new Set() })
  const escalated = (await earlierOutcomes(of, tx)).get(item.id)?.escalated === true
  const rules = rulesOf(content, campaign.stage)
  const found = nextInLine(escalated ? { ...rules, reviewers: content.escalateTo } : rules, task.standing, subject, people, await loadOf(campaign.id, tx), passed)
  if (found === null) throw new AppError('conflict', 'Nobody else is left in line for this item; name somebody. Nothing was changed.')
  return found
}

async function factsOf(tx: Tx, { content, ctx, item }: Locked, ...people: string[]): Promise<{ subject: ReviewerFacts['subjects'][number]; people: ReviewerFacts['people'] }> {
  const facts = await lockFacts(tx, ctx, [item.ref], people, content)
  const [subject] = facts.subjects
  if (subject === undefined) throw new Error('One item has one subject.')
  return { subject, people: facts.people }
}

async function recordItem(tx: Tx, { campaign, ctx, item }: Locked, actor: Actor, action: string, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, { actor, action, object: { kind: 'review_item', id: item.id, name: item.title }, detail: { campaign: { id: campaign.id, name: campaign.name }, item: item.id, stage: campaign.stage, iteration: campaign.iteration, ...detail } })
}
