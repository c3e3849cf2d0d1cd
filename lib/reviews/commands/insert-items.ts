import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { DraftItem } from '@/lib/reviews/draft-item'

/** Rows of one statement: some megabytes of evidence. */
const ITEMS = 500
const TASKS = 5_000

export type PlacedItem = DraftItem & { id: string }
export type NewTask = { itemId: string; personId: string; standing: string; why: string | null }

/** Writes items in their order, many in a statement. `written`: called after each, with how many are in. */
export async function insertItems(tx: Tx, ctx: Ctx, campaignId: string, items: readonly PlacedItem[], written: (done: number) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += ITEMS) {
    const piece = items.slice(from, from + ITEMS).map((item, place) => ({ ...item, position: from + place, recommendation: item.frozen.recommendation.answer }))
    await tx.$executeRaw`
      INSERT INTO review_item (id, campaign_id, position, subject, grant_id, server_id, agent_id, server, agent, target, access, risk, flags, recommendation, change, frozen, digest, synthetic, state, updated_at)
      SELECT id, ${campaignId}, position, subject, "grantId", "serverId", "agentId", server, agent, target, access, risk, flags, recommendation, change, frozen, digest, synthetic, 'pending', ${ctx.now}
      FROM jsonb_to_recordset(${JSON.stringify(piece)}::jsonb) AS row(id text, position int, subject text, "grantId" text, "serverId" text, "agentId" text, server text, agent text, target text, access access, risk severity,
        flags text[], recommendation text, change text, frozen jsonb, digest text, synthetic boolean)`
    await written(Math.min(from + ITEMS, items.length))
  }
}

/** Writes who is asked in a stage and iteration. */
export async function insertTasks(tx: Tx, ctx: Ctx, at: { campaignId: string; stage: number; iteration: number; by: string }, tasks: readonly NewTask[]): Promise<void> {
  for (let from = 0; from < tasks.length; from += TASKS) {
    const piece = tasks.slice(from, from + TASKS).map((task) => ({ id: ctx.id('task'), ...task }))
    await tx.$executeRaw`
      INSERT INTO review_task (id, campaign_id, item_id, stage, iteration, person_id, standing, why, added_by, added_at)
      SELECT id, ${at.campaignId}, "itemId", ${at.stage}::int, ${at.iteration}::int, "personId", standing, why, ${at.by}, ${ctx.now} FROM jsonb_to_recordset(${JSON.stringify(piece)}::jsonb) AS row(id text, "itemId" text, "personId" text, standing text, why text)`
  }
}
