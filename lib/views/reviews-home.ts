import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'
import type { CampaignView, TemplateView } from '@/lib/reviews/model'
import { listCampaigns } from '@/lib/reviews/queries/campaigns'
import { getTemplate, listTemplates } from '@/lib/reviews/queries/templates'

/** Campaigns that are over and are listed; the others are found by their template, or by the interface. */
const CLOSED = 25
const OPEN = 200

export type ReviewsHome = {
  /** Where the actor is asked something in the present stage, the nearest deadline first. */
  mine: CampaignView[]
  open: CampaignView[]
  closed: CampaignView[]
  /** There are more that are over. */
  cut: boolean
  templates: TemplateView[]
  standIns: { inMyPlace: string[]; inPlaceOf: string[] }
  /** Answers what they are asked; an administrator or auditor is never asked. */
  decides: boolean
  runs: boolean
  seesAll: boolean
}

/** What waits for this actor in reviews, and all reviews that they may see. */
export async function reviewsHome(actor: Actor, now: Date): Promise<ReviewsHome> {
  const runs = may(actor, 'review.run')
  const seesAll = reach(actor, 'review.read') === 'all'
  const [open, closed, templates, standIns] = await Promise.all([
    listCampaigns(actor, { open: true }, { limit: OPEN }, now), listCampaigns(actor, { open: false }, { limit: CLOSED }, now), seesAll ? listTemplates(actor) : [], standInNames(actor, now),
  ])
  const mine = open.items.filter((campaign) => campaign.mine !== null).toSorted((a, b) => (a.stageEndsAt ?? '').localeCompare(b.stageEndsAt ?? ''))
  return { mine, open: open.items, closed: closed.items, cut: closed.nextCursor !== null, templates, standIns, decides: may(actor, 'review.decide'), runs, seesAll }
}

export type TemplateReviews = { template: TemplateView; campaigns: CampaignView[]; /** There are older ones. */ cut: boolean; runs: boolean }

/** The reviews that were made from a template. Throws `not_found`, for whoever does not see all reviews too. */
export async function templateReviews(actor: Actor, id: string, now: Date): Promise<TemplateReviews> {
  const template = await getTemplate(actor, id)
  const { items, nextCursor } = await listCampaigns(actor, { template: id }, { limit: OPEN }, now)
  return { template, campaigns: items, cut: nextCursor !== null, runs: may(actor, 'review.run') }
}

async function standInNames(actor: Actor, now: Date): Promise<ReviewsHome['standIns']> {
  if (actor.personId === null) return { inMyPlace: [], inPlaceOf: [] }
  const [forMe, byMe] = await Promise.all([findStandIns({ for: [actor.personId] }, now), findStandIns({ by: actor.personId }, now)])
  const people = new Map((await db().person.findMany({ where: { id: { in: [...forMe.map((one) => one.delegateId), ...byMe.map((one) => one.personId)] } }, select: { id: true, name: true } })).map((one) => [one.id, one.name]))
  return { inMyPlace: forMe.flatMap((one) => people.get(one.delegateId) ?? []), inPlaceOf: byMe.flatMap((one) => people.get(one.personId) ?? []) }
}

/** How many of the actor's items are left, over all of these. */
export function leftOf(campaigns: readonly CampaignView[]): number {
  return campaigns.reduce((all, { mine }) => all + (mine === null ? 0 : mine.total - mine.decided), 0)
}
