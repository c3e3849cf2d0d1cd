import { type Actor, may } from '@/lib/auth/actor'
import { policyInForce } from '@/lib/requests/queries/policies'
import type { CampaignProgress } from '@/lib/reviews/campaign-progress'
import { remediationOf } from '@/lib/reviews/campaign-view'
import { type CampaignAction, campaignRefusal } from '@/lib/reviews/machine'
import type { Preflight } from '@/lib/reviews/model'
import type { RemediationGroup } from '@/lib/reviews/remediation-groups'
import { countedItems } from '@/lib/reviews/queries/campaign-counts'
import { preflight } from '@/lib/reviews/queries/preflight'
import { campaignProgress } from '@/lib/reviews/queries/progress'
import { lastReminded } from '@/lib/reviews/queries/undecided'
import { nextReminderAt } from '@/lib/reviews/reminders'
import { listTrail, type TrailRow } from '@/lib/trail/queries'
import { type CampaignPage, campaignPage } from './reviews'

const HISTORY = 30

export type ReviewDashboard = CampaignPage & {
  /** What was decided and not kept, by where it stands. */
  groups: Partial<Record<RemediationGroup, number>>
  /** Null for what is not launched. */
  progress: CampaignProgress | null
  /** What a draft would hold now; null for others, and while it is being launched. */
  preflight: Preflight | null
  /** What was done with the campaign itself; answers are in the trail of their items. Null = not theirs to read. */
  history: TrailRow[] | null
  /** Of what runners do: null = possible, else why not. Null for who runs no reviews. */
  refusals: Record<Extract<CampaignAction, 'remind' | 'close_stage'>, string | null> | null
  /** When the undecided may be reminded again; null = at once. */
  nextReminderAt: string | null
}

/** How one campaign goes, and what may be done with it. Throws `not_found` where the actor may not see it. */
export async function reviewDashboard(actor: Actor, id: string, now: Date): Promise<ReviewDashboard> {
  const page = await campaignPage(actor, id, now)
  const { state, stage, kind, content, launch } = page.campaign
  const runs = may(actor, 'review.run')
  const underWay = launch !== null && launch.error === null
  const [counted, progress, forecast, history, last, { policy }] = await Promise.all([
    page.campaign.decidedAt === null ? null : countedItems([id]), stage === 0 ? null : campaignProgress(actor, id, now), state === 'draft' && !underWay ? preflight(actor, kind, content, now) : null, page.sees.trail ? listTrail(actor, { object: id, limit: HISTORY }) : null, runs ? lastReminded(id) : null, policyInForce(),
  ])
  const next = nextReminderAt(last, policy.nudgeHours)
  return {
    ...page, groups: remediationOf(counted?.get(id) ?? []), progress, preflight: forecast, history, nextReminderAt: next === null || next <= now ? null : next.toISOString(),
    refusals: runs ? { remind: campaignRefusal('remind', state), close_stage: campaignRefusal('close_stage', state) } : null,
  }
}
