import { type Actor, may } from '@/lib/auth/actor'
import type { CampaignView } from '@/lib/reviews/model'
import { listCampaigns } from '@/lib/reviews/queries/campaigns'
import { UNPROVEN } from '@/lib/reviews/remedy'
import { silenceMeans } from '@/lib/reviews/reviewer-messages'

export type WaitingReview = { id: string; name: string; left: number; endsAt: string | null; /** What it means not to answer. */ silence: string }
/** `nobody`: nobody can be asked about so many; `items`: not applied, still in use, or not to be shown to be over. */
export type StuckReview = { id: string; name: string; nobody: number; items: number }

/** Reviews that wait for this actor's answers; and, for who runs them, campaigns that do not go on by themselves. */
export type ReviewsToday = { waiting: { items: number; first: WaitingReview[]; count: number }; stuck: { items: number; first: StuckReview[]; count: number } | null }

const NAMED = 3
/** More open campaigns than this nobody has. */
const MOST = 200

export async function reviewsToday(actor: Actor, now: Date): Promise<ReviewsToday> {
  const open = may(actor, 'review.read') ? (await listCampaigns(actor, { open: true }, { limit: MOST }, now)).items : []
  const waiting = open.flatMap((one): WaitingReview[] => {
    const left = one.mine === null ? 0 : one.mine.total - one.mine.decided
    return left === 0 ? [] : [{ id: one.id, name: one.name, left, endsAt: one.stageEndsAt, silence: silenceMeans(one) }]
  }).toSorted((a, b) => ((a.endsAt ?? '') < (b.endsAt ?? '') ? -1 : 1))
  const stuck = open.map(stuckIn).filter((one) => one.nobody + one.items > 0)
  return {
    waiting: { items: sum(waiting.map((one) => one.left)), count: waiting.length, first: waiting.slice(0, NAMED) },
    stuck: may(actor, 'review.run') ? { items: sum(stuck.map((one) => one.nobody + one.items)), count: stuck.length, first: stuck.slice(0, NAMED) } : null,
  }
}

/** Items of a campaign that nothing but a person moves on. */
function stuckIn({ id, name, state, counts: { remediation, confirmation, nobody } }: CampaignView): StuckReview {
  // After its last stage `nobody` counts what has had its outcome.
  return { id, name, nobody: state === 'running' ? nobody : 0, items: (remediation['manual'] ?? 0) + (remediation['error'] ?? 0) + sum(UNPROVEN.map((one) => confirmation[one] ?? 0)) }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
