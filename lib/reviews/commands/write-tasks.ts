import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import { isConflict } from '@/lib/reviews/outcome'
import { stageTasks, type StageOf, type TaskRow } from '@/lib/reviews/queries/stage-rows'
import type { Standing } from '@/lib/reviews/reviewer'

export type NewTask = { itemId: string; personId: string; standing: Standing; why: string | null }

/** Rows of one statement: what a connection sends at a time. */
const CHUNK = 5_000

/** Asks these people in the stage; whoever had signed it off has something to do again. */
export async function insertTasks(tx: Tx, ctx: Ctx, of: StageOf, addedBy: string, tasks: readonly NewTask[]): Promise<void> {
  for (let start = 0; start < tasks.length; start += CHUNK) {
    const rows = tasks.slice(start, start + CHUNK).map((task) => ({ id: ctx.id('task'), ...task }))
    await tx.$executeRaw`
      INSERT INTO review_task (id, campaign_id, item_id, stage, iteration, person_id, standing, why, added_by, added_at)
      SELECT x.id, ${of.id}, x."itemId", ${of.stage}, ${of.iteration}, x."personId", x.standing, x.why, ${addedBy}, ${ctx.now}
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS x(id text, "itemId" text, "personId" text, standing text, why text)`
  }
  await voidSignOffs(tx, ctx, of, [...new Set(tasks.map((task) => task.personId))])
}

/** They are asked no longer; what they answered counts no longer. */
export async function endTasks(tx: Tx, ctx: Ctx, of: StageOf, endedBy: string, ended: readonly { taskId: string; reason: string }[]): Promise<void> {
  if (ended.length === 0) return
  const rows = JSON.stringify(ended)
  await tx.$executeRaw`
    UPDATE review_task t SET ended_at = ${ctx.now}, ended_by = ${endedBy}, end_reason = x.reason FROM jsonb_to_recordset(${rows}::jsonb) AS x("taskId" text, reason text) WHERE t.id = x."taskId" AND t.ended_at IS NULL`
  await supersede(tx, ctx, of, ended.map((one) => one.taskId))
}

/** The answers that stand to these tasks do not stand any more; whoever was asked has not signed that off. */
export async function supersede(tx: Tx, ctx: Ctx, of: StageOf, taskIds: readonly string[]): Promise<number> {
  const ids = [...taskIds]
  const count = await tx.$executeRaw`UPDATE review_answer SET superseded_at = ${ctx.now} WHERE task_id = ANY(${ids}) AND superseded_at IS NULL`
  const people = await tx.$queryRaw<{ person_id: string }[]>`SELECT DISTINCT person_id FROM review_task WHERE id = ANY(${ids}) AND ended_at IS NULL`
  await voidSignOffs(tx, ctx, of, people.map((row) => row.person_id))
  return count
}

async function voidSignOffs(tx: Tx, ctx: Ctx, of: StageOf, people: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE review_sign_off SET voided_at = ${ctx.now} WHERE campaign_id = ${of.id} AND stage = ${of.stage} AND iteration = ${of.iteration} AND person_id = ANY(${[...people]}) AND voided_at IS NULL`
}

/** What a silent one is told whom the clock added, once those who were asked at first have answered. */
const NOT_NEEDED = 'Those who were asked at first have answered.'

/**
 * Brings the items up to date with their answers: whether reviewers contradict each other, and that nobody waits any longer for whom the
 * clock added, since their silence must undo nothing that the others said.
 */
export async function settleItems(tx: Tx, ctx: Ctx, of: StageOf, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const tasks = await stageTasks({ ...of, ids }, tx)
  const conflicts = ids.filter((id) => isConflict((tasks.get(id) ?? []).flatMap((task) => (task.open && task.answer !== null ? [task.answer] : []))))
  await tx.$executeRaw`UPDATE review_item SET conflict = (id = ANY(${conflicts})), updated_at = ${ctx.now} WHERE id = ANY(${[...ids]}) AND state = 'pending'`
  await endTasks(tx, ctx, of, 'system', ids.flatMap((id) => needless(tasks.get(id) ?? [])).map((task) => ({ taskId: task.id, reason: NOT_NEEDED })))
}

/** Added by the clock, silent, while everybody else who is asked has accepted or denied. */
function needless(tasks: readonly TaskRow[]): TaskRow[] {
  const open = tasks.filter((task) => task.open)
  const added = open.filter((task) => task.standing === 'escalation' && task.addedBy === 'system')
  const others = open.filter((task) => !added.includes(task))
  return others.length > 0 && others.every((task) => task.answer !== null && task.answer.answer !== 'abstain') ? added.filter((task) => task.answer === null) : []
}
