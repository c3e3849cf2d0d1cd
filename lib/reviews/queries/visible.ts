import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { findStandIns } from '@/lib/people/queries/deciders'

/**
 * Which campaigns the actor may see. Everybody who sees all; else those in which they are or were asked, in person or through somebody
 * for whom they stand in now, and those that look at what is on their own servers.
 */
export async function visibleCampaigns(actor: Actor, now: Date, client: Tx = db()): Promise<Prisma.ReviewCampaignWhereInput> {
  const extent = reach(actor, 'review.read')
  if (extent === 'all') return {}
  if (extent === null) return { id: { in: [] } }
  const people = await answersFor(actor, now, client)
  const found = await client.$queryRaw<{ id: string }[]>`
    SELECT id FROM review_campaign AS campaign WHERE state <> 'draft' AND (
      EXISTS (SELECT 1 FROM review_task WHERE person_id = ANY(${people}) AND campaign_id = campaign.id)
      OR EXISTS (SELECT 1 FROM review_item WHERE server_id = ANY(${[...actor.ownServerIds]}) AND campaign_id = campaign.id))`
  return { id: { in: found.map(({ id }) => id) } }
}

/** For whom this actor may answer at `now`, themselves first. A token stands in for nobody. */
export async function answersFor(actor: Actor, now: Date, client: Tx = db()): Promise<string[]> {
  const { personId } = actor
  if (personId === null) return []
  if (actor.kind !== 'person') return [personId]
  return [...new Set([personId, ...(await findStandIns({ by: personId }, now, client)).map((one) => one.personId)])]
}
