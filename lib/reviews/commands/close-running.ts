import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { PeopleFacts, SubjectFacts } from '@/lib/reviews/conflict'
import type { CampaignContent, ReviewStage } from '@/lib/reviews/content'
import { askAgain, fallenAway, spentOnly } from '@/lib/reviews/keeping'
import { whyOf } from '@/lib/reviews/outcome-words'
import { earlierOutcomes, loadOf, spentWords, type StageOf, type StageRow, stageRows, type TaskRow, stageTasks } from '@/lib/reviews/queries/stage-rows'
import { type Asked, escalationFor, type Passed, reviewersForAll } from '@/lib/reviews/reviewer'
import { closeItem, deadlineOf, type StageRule, turnAfter } from '@/lib/reviews/stage'
import { record } from '@/lib/trail/record'
import { stageOf } from './answer-item'
import { lockFacts, type LockedCampaign } from './load'
import { tellStarted } from './tell-reviewers'
import { type Closed, figuresOf, saveOutcomes, saveStageOutcomes, saveTurn, someWait } from './write-close'
import { endTasks, insertTasks, type NewTask, supersede } from './write-tasks'

/** On which the jobs listen for what reviews have come to. */
export const REVIEWS_CHANNEL = 'bailiwick_reviews'

export type Because = 'deadline' | 'signed_off' | 'by_hand'

/**
 * Closes the present stage of a campaign that the caller has locked alone: what each item comes to, who is asked next, and, after the
 * last stage, the way to remediation. Answers of those who have come into conflict by now do not count. Returns what records it, to be
 * called after everything else of the transaction, since the trail is locked last.
 */
export async function closeRunning(tx: Tx, locked: LockedCampaign, actor: Actor, because: Because, reason: string | null): Promise<() => Promise<void>> {
  const { campaign, content, ctx } = locked
  const of = stageOf(locked)
  const stage = presentStage(locked)
  const rows = await stageRows(of, tx)
  const before = await stageTasks(of, tx)
  const { subjects, people } = await lockFacts(tx, ctx, rows, peopleIn(before), content)
  const dropped = await dropConflicted(tx, ctx, of, rows, subjects, before, people)
  const tasks = dropped.length === 0 ? before : await stageTasks(of, tx)
  const earlier = await earlierOutcomes(of, tx)
  const without = new Set(dropped.map((one) => one.item))
  const rule: StageRule = { strategy: stage.strategy, stopOn: stage.stopOn, repeats: stage.repeats, noResponse: content.noResponse, stage: of.stage, stages: content.stages.length, iteration: of.iteration }
  const nameOf = (id: string): string => people.byId.get(id)?.name ?? id
  const closed = rows.map((row): Closed => {
    const open = (tasks.get(row.key) ?? []).filter((task) => task.open)
    const given = open.flatMap((task) => task.answer ?? [])
    const past = earlier.get(row.key) ?? { before: [], escalated: false }
    const closing = closeItem(rule, { asked: open.length, dropped: without.has(row.key), given, ...past })
    return { id: row.key, synthetic: row.synthetic, closing, why: whyOf(closing, { asked: open.length, given, strategy: stage.strategy, before: past.before.length > 0, dropped: without.has(row.key) }, nameOf) }
  })
  const turn = turnAfter(content, of.stage, closed.filter((one) => !one.synthetic).map((one) => one.closing), await someWait(tx, of))
  const endsAt = turn.kind === 'decided' ? null : deadlineOf(ctx.now, turn.days)
  await saveStageOutcomes(tx, ctx, of, closed, turn)
  await saveOutcomes(tx, ctx, closed)
  const next = await saveTurn(tx, ctx, of, closed, turn, endsAt)
  if (next !== null) {
    await insertTasks(tx, ctx, next, 'system', next.stage === of.stage ? await tasksAgain(tx, locked, closed, { rows, subjects, people, tasks }) : await tasksOfStage(tx, locked, next))
    await tellStarted(tx, ctx, of.id)
  }
  await tx.$executeRaw`SELECT pg_notify(${REVIEWS_CHANNEL}, ${of.id})`
  const detail = { stage: of.stage, iteration: of.iteration, because, reason, ...figuresOf(closed), dropped, next: next === null ? 'remediation' : { stage: next.stage, iteration: next.iteration, endsAt } }
  return () => record(tx, ctx, { actor, action: 'review.stage_closed', object: { kind: 'review', id: of.id, name: campaign.name }, detail })
}

export function presentStage({ campaign, content }: Pick<LockedCampaign, 'campaign' | 'content'>): ReviewStage {
  const stage = content.stages[campaign.stage - 1]
  if (stage === undefined) throw new Error(`Campaign ${campaign.id} is in a stage that it does not have`)
  return stage
}

/** Whoever is asked, and whoever has answered. */
export function peopleIn(tasks: ReadonlyMap<string, readonly TaskRow[]>): string[] {
  return [...new Set([...tasks.values()].flat().flatMap((task) => (task.answer === null ? [task.personId] : [task.personId, task.answer.personId])))]
}

/** Takes the item, and what they answered, from those who have come into conflict; whoever has only left is silent. */
async function dropConflicted(tx: Tx, ctx: Ctx, of: StageOf, rows: readonly StageRow[], subjects: readonly SubjectFacts[], tasks: ReadonlyMap<string, readonly TaskRow[]>, people: PeopleFacts): Promise<{ item: string; task: string; reason: string }[]> {
  const ended: { taskId: string; reason: string; item: string }[] = []
  const voided: { taskId: string; reason: string; item: string }[] = []
  rows.forEach((row, index) => {
    const subject = subjects[index]
    if (subject === undefined) return
    const gone = fallenAway({ subject, tasks: tasks.get(row.key) ?? [] }, people)
    ended.push(...gone.ended.filter((one) => one.conflict).map((one) => ({ taskId: one.taskId, reason: one.reason, item: row.key })))
    voided.push(...gone.voided.map((one) => ({ ...one, item: row.key })))
  })
  await endTasks(tx, ctx, of, 'system', ended)
  if (voided.length > 0) await supersede(tx, ctx, of, voided.map((one) => one.taskId))
  return [...ended, ...voided].map(({ item, taskId, reason }) => ({ item, task: taskId, reason }))
}

type Known = { rows: readonly StageRow[]; subjects: readonly SubjectFacts[]; people: PeopleFacts; tasks: ReadonlyMap<string, readonly TaskRow[]> }

/** Who is asked about what nobody answered: the same people, or those to whom silence escalates, others than the silent where there are others. */
async function tasksAgain(tx: Tx, { campaign, content }: LockedCampaign, closed: readonly Closed[], { rows, subjects, people, tasks }: Known): Promise<NewTask[]> {
  const of = { id: campaign.id, stage: campaign.stage, iteration: campaign.iteration }
  const spent = await spentWords(of, tx)
  const load = await loadOf(of.id, tx)
  return rows.flatMap((row, index): NewTask[] => {
    const subject = subjects[index]
    const next = closed[index]?.closing.next
    if (subject === undefined || (next !== 'again' && next !== 'escalate')) return []
    const words = spent.get(row.key) ?? new Set<string>()
    const all = tasks.get(row.key) ?? []
    const open = all.filter((task) => task.open)
    const asked = next === 'again' ? askAgain(rulesOf(content, campaign.stage), { subject, tasks: all, spent: words }, open, people, load) : escalated(content, subject, people, load, words, open)
    for (const { personId } of asked) load.set(personId, (load.get(personId) ?? 0) + 1)
    return asked.map((one) => ({ itemId: row.key, ...one }))
  })
}

function escalated(content: CampaignContent, subject: SubjectFacts, people: PeopleFacts, load: ReadonlyMap<string, number>, spent: ReadonlySet<string>, silent: readonly TaskRow[]): Asked[] {
  const others: Passed = new Map([...spentOnly(spent), ...silent.map((task): [string, string] => [task.personId, 'did not answer'])])
  const found = escalationFor(content.escalateTo, subject, people, load, others)
  return found.length > 0 ? found : escalationFor(content.escalateTo, subject, people, load, spentOnly(spent))
}

export function rulesOf(content: CampaignContent, stage: number): { reviewers: ReviewStage['reviewers']; fallback: CampaignContent['fallback'] } {
  return { reviewers: content.stages[stage - 1]?.reviewers ?? [], fallback: content.fallback }
}

/** Who is asked about all that has come into the next stage; nobody whose word counted before. */
async function tasksOfStage(tx: Tx, { content, ctx }: LockedCampaign, next: StageOf): Promise<NewTask[]> {
  const rows = await stageRows(next, tx)
  const spent = await spentWords(next, tx)
  const { subjects, people } = await lockFacts(tx, ctx, rows, [...new Set([...spent.values()].flatMap((words) => [...words]))], content)
  const passed = new Map([...spent].map(([item, words]) => [item, spentOnly(words)]))
  return reviewersForAll(rulesOf(content, next.stage), subjects, people, await loadOf(next.id, tx), passed).flatMap((found) => found.asked.map((one) => ({ itemId: found.key, ...one })))
}
