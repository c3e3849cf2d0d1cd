import { type Actor, may } from '@/lib/auth/actor'
import type { CampaignView } from '@/lib/reviews/model'
import { listCampaigns } from '@/lib/reviews/queries/campaigns'
import { UNPROVEN } from '@/lib/reviews/remedy'

export type WaitingReview = { id: string; name: string; left: number; endsAt: string | null; silence: string }
export type ReviewNotOver = { id: string; name: string; items: number }

/** Reviews that wait for this actor's answers; and, for who runs them, campaigns with items that need somebody before they can close. */
export type ReviewsToday = { waiting: { items: number; first: WaitingReview[]; count: number }; notOver: { items: number; first: ReviewNotOver[]; count: number } | null }

const NAMED = 3
/** More open campaigns than this nobody has. */
const MOST = 200

export async function reviewsToday(actor: Actor, now: Date): Promise<ReviewsToday> {
  const open = may(actor, 'review.read') ? (await listCampaigns(actor, { open: true }, { limit: MOST }, now)).items : []
  const waiting = open.flatMap((one): WaitingReview[] => {
    const left = one.mine === null ? 0 : one.mine.total - one.mine.decided
    return left === 0 ? [] : [{ id: one.id, name: one.name, left, endsAt: one.stageEndsAt, silence: one.content.noResponse }]
  }).toSorted((a, b) => ((a.endsAt ?? '') < (b.endsAt ?? '') ? -1 : 1))
  const notOver = open.flatMap((one): ReviewNotOver[] => (needing(one) === 0 ? [] : [{ id: one.id, name: one.name, items: needing(one) }]))
  return {
    waiting: { items: sum(waiting.map((one) => one.left)), count: waiting.length, first: waiting.slice(0, NAMED) },
    notOver: may(actor, 'review.run') ? { items: sum(notOver.map((one) => one.items)), count: notOver.length, first: notOver.slice(0, NAMED) } : null,
  }
}

/** Items that wait for a person: failed, to be done elsewhere, still used or reachable, not evaluable, or with nobody to ask. */
function needing({ state, counts }: CampaignView): number {
  const { remediation, confirmation, nobody } = counts
  // Afterwards it counts what nobody could be asked about, which has had its outcome.
  return (state === 'running' ? nobody : 0) + (remediation['manual'] ?? 0) + (remediation['error'] ?? 0) + sum(UNPROVEN.map((one) => confirmation[one] ?? 0))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
