import { type Actor, may, reach } from '@/lib/auth/actor'
import { db, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { Viewer } from '@/lib/reviews/item-standing'
import { answersFor, visibleCampaigns } from './visible'

export type ViewedCampaign = { id: string; name: string; state: string; stage: number; iteration: number; asOf: Date | null; content: unknown }

/** A campaign that the actor may see. Throws `not_found` for one that does not exist and for one they may not see, alike. */
export async function viewedCampaign(actor: Actor, id: string, now: Date, client: Tx = db()): Promise<ViewedCampaign> {
  const found = await client.reviewCampaign.findFirst({ where: { AND: [{ id }, await visibleCampaigns(actor, now, client)] }, select: { id: true, name: true, state: true, stage: true, iteration: true, asOf: true, content: true } })
  if (found === null) throw notFound('review')
  return found
}

/** What the actor is to the items of a campaign. Tokens look, and never answer; the start token answers as its owner. */
export async function viewerOf(actor: Actor, now: Date, client: Tx = db()): Promise<Viewer> {
  const answers = actor.personId !== null && (actor.kind === 'person' || actor.bootstrap) && may(actor, 'review.decide')
  return { all: reach(actor, 'review.read') === 'all', me: actor.personId, people: await answersFor(actor, now, client), answers }
}

/** The part of a statement on `review_item AS item` that keeps what the viewer may see; `bind` takes a value and answers its place. */
export function visibleItems(viewer: Viewer, actor: Actor, campaignId: string, bind: (value: unknown) => string): string {
  if (viewer.all) return 'true'
  const people = bind(viewer.people)
  return `(item.server_id = ANY(${bind(actor.ownServerIds)}) OR item.id IN (SELECT item_id FROM review_task WHERE person_id = ANY(${people}) AND campaign_id = ${bind(campaignId)}))`
}
