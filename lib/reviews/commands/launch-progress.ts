import type { Ctx } from '@/lib/context'
import { rows } from '@/lib/db/pool'

/** Of advisory locks: a campaign that is being launched. */
export const LAUNCHING = 7_410_020

/** How far a launch has come, told beside its own transaction, so that it can be watched while that is under way. */
export type LaunchProgress = {
  phase: (phase: string, done?: number, total?: number) => Promise<void>
  /** `error` in words; null = it is launched. */
  finish: (at: Date, error: string | null) => Promise<void>
}

/** Starts to tell, from nothing: what an earlier launch of this draft told is over. */
export async function startProgress(campaignId: string, startedAt: Date): Promise<LaunchProgress> {
  await rows(
    `INSERT INTO review_launch (campaign_id, started_at, phase, done, total, finished_at, error) VALUES ($1, $2, 'starting', 0, 0, NULL, NULL)
     ON CONFLICT (campaign_id) DO UPDATE SET started_at = $2, phase = 'starting', done = 0, total = 0, finished_at = NULL, error = NULL`, [campaignId, startedAt])
  return {
    phase: async (phase, done = 0, total = 0) => { await rows('UPDATE review_launch SET phase = $2, done = $3, total = $4 WHERE campaign_id = $1', [campaignId, phase, done, total]) },
    finish: async (at, error) => { await rows("UPDATE review_launch SET finished_at = $2, error = $3, phase = CASE WHEN $3::text IS NULL THEN 'done' ELSE phase END WHERE campaign_id = $1", [campaignId, at, error]) },
  }
}

/**
 * Tells of launches that ended without a word, with the process they ran in, that they did: nobody holds their lock any more. Their
 * drafts are as they were, and can be launched again. Returns how many there were.
 */
export async function endDeadLaunches(newCtx: () => Ctx): Promise<number> {
  const found = await rows(
    `UPDATE review_launch SET finished_at = $1, error = 'It did not come to an end. Nothing was changed; launch it again.'
     WHERE finished_at IS NULL AND campaign_id IN (SELECT id FROM review_campaign WHERE state = 'draft') AND pg_try_advisory_xact_lock(${LAUNCHING}, hashtext(campaign_id)) RETURNING campaign_id`, [newCtx().now])
  return found.length
}
