import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, encodeCursor, type Page } from '@/lib/boundary/page'
import { db, type Tx } from '@/lib/db/client'
import type { ItemDetail, ItemFilter, ItemRow } from '@/lib/reviews/model'
import { itemConditions } from './item-conditions'
import { readItem } from './item-detail'
import { readRows } from './item-rows'
import { viewedCampaign, type ViewedCampaign, viewerOf, visibleItems } from './item-viewer'

/** All ids that fit, in order of position: what the list scrolls through. Throws `not_found` for a campaign that the actor may not see. */
export async function itemIds(actor: Actor, campaignId: string, filter: ItemFilter, now: Date, client: Tx = db()): Promise<string[]> {
  return placed(actor, await viewedCampaign(actor, campaignId, now, client), filter, now, null, client)
}

/** Those rows, in the order of the ids; what the actor may not see is left out. */
export async function itemRows(actor: Actor, campaignId: string, ids: readonly string[], now: Date, client: Tx = db()): Promise<ItemRow[]> {
  return readRows(actor, await viewedCampaign(actor, campaignId, now, client), ids, now, client)
}

/** One page of the items that fit, in order of position. */
export async function listItems(actor: Actor, campaignId: string, filter: ItemFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<ItemRow>> {
  const campaign = await viewedCampaign(actor, campaignId, now)
  const after = decodeCursor(page.cursor, z.number().int())
  const ids = await placed(actor, campaign, filter, now, { after: after ?? -1, take: page.limit + 1 }, db())
  const items = await readRows(actor, campaign, ids.slice(0, page.limit), now)
  return { items, nextCursor: ids.length > page.limit ? encodeCursor(items.at(-1)?.position) : null }
}

/** One item whole. Throws `not_found` for one that does not exist and for one that the actor may not see, alike. */
export async function getItem(actor: Actor, id: string, now: Date): Promise<ItemDetail> {
  return readItem(actor, id, now)
}

async function placed(actor: Actor, campaign: ViewedCampaign, filter: ItemFilter, now: Date, page: { after: number; take: number } | null, client: Tx): Promise<string[]> {
  const viewer = await viewerOf(actor, now, client)
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}`
  // Whatever the viewer is asked about they see.
  const visible = filter.reviewer === 'me' ? 'true' : visibleItems(viewer, actor, campaign.id, bind)
  const conditions = [`item.campaign_id = ${bind(campaign.id)}`, visible, ...itemConditions(filter, viewer, campaign, bind), ...(page === null ? [] : [`item.position > ${bind(page.after)}`])]
  const found = `SELECT item.id, item.position FROM review_item AS item WHERE ${conditions.join(' AND ')}`
  // One text with all of them, since no id has a comma: twenty thousand rows, or an array of as many, cost more to take in than to find.
  const text = page === null ? found : `${found} ORDER BY item.position LIMIT ${bind(page.take)}`
  const [row] = await client.$queryRawUnsafe<{ ids: string | null }[]>(`SELECT string_agg(id, ',' ORDER BY position) AS ids FROM (${text}) AS found`, ...values)
  return row?.ids?.split(',') ?? []
}
