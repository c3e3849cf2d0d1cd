import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { visibleCampaigns } from './visible'

/** When something was looked at last, in which campaign, and what came of it; of a server `items` of its grants and itself. */
export type LastReview = { campaignId: string; campaign: string; at: string; outcome: string | null; by: string; items: number }

export type ReviewsOf = {
  last: LastReview | null
  /** Under way now. */
  open: { campaignId: string; campaign: string; endsAt: string | null }[]
  /** By the server's cadence from the last one, or from its beginning; null where it has none. */
  nextDueAt: string | null
}

type About = { grantId: string } | { serverId: string }

const BY: Readonly<Record<string, string>> = { no_response: 'nobody answered', nobody: 'nobody could be asked' }
const DAY = 86_400_000

/** What reviews that the actor may see say of a grant or a server. `everyDays`: how often it is to be reviewed; `since`: when it began. */
export async function reviewsOf(actor: Actor, about: About, cadence: { everyDays: number | null; since: Date }, now: Date): Promise<ReviewsOf> {
  const campaigns = await visibleCampaigns(actor, now)
  const items = { ...about, synthetic: false }
  const [last, open] = await Promise.all([
    db().reviewItem.findFirst({ where: { ...items, outcome: { not: null }, campaign: { AND: [campaigns, { decidedAt: { not: null } }] } }, orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }], include: { campaign: { select: { id: true, name: true, decidedAt: true } } } }),
    db().reviewCampaign.findMany({ where: { AND: [campaigns, { state: 'running', items: { some: items } }] }, orderBy: { stageEndsAt: 'asc' }, select: { id: true, name: true, stageEndsAt: true } }),
  ])
  const at = last?.decidedAt ?? last?.campaign.decidedAt ?? null
  const due = cadence.everyDays === null ? null : new Date((at ?? cadence.since).getTime() + cadence.everyDays * DAY)
  return {
    last: last === null || at === null ? null : {
      campaignId: last.campaign.id, campaign: last.campaign.name, at: at.toISOString(), outcome: last.outcome, by: await answeredBy(last.id, last.stage, last.outcomeBy),
      items: 'grantId' in about ? 1 : await db().reviewItem.count({ where: { ...items, campaignId: last.campaign.id } }),
    },
    open: open.map((one) => ({ campaignId: one.id, campaign: one.name, endsAt: one.stageEndsAt?.toISOString() ?? null })), nextDueAt: due?.toISOString() ?? null,
  }
}

async function answeredBy(itemId: string, stage: number, by: string | null): Promise<string> {
  if (by !== null && BY[by] !== undefined) return BY[by]
  const answers = await db().reviewAnswer.findMany({ where: { itemId, stage, supersededAt: null, answer: { not: 'abstain' } }, select: { personId: true } })
  const people = await db().person.findMany({ where: { id: { in: answers.map((one) => one.personId) } }, select: { name: true }, orderBy: { name: 'asc' } })
  return people.map((one) => one.name).join(', ')
}
