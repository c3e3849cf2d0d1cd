import type { Actor } from '@/lib/auth/actor'
import type { Page } from '@/lib/boundary/page'
import { AppError } from '@/lib/errors'
import type { ItemDetail, ItemFilter, ItemRow } from '@/lib/reviews/model'

/** All ids that fit, by risk: what the grid scrolls through. */
export async function itemIds(_actor: Actor, _campaignId: string, _filter: ItemFilter, _now: Date): Promise<string[]> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

/** Those rows, in the order of the ids; what the actor may not see is left out. */
export async function itemRows(_actor: Actor, _campaignId: string, _ids: readonly string[], _now: Date): Promise<ItemRow[]> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function listItems(_actor: Actor, _campaignId: string, _filter: ItemFilter, _page: { limit: number; cursor?: string | undefined }, _now: Date): Promise<Page<ItemRow>> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}

export async function getItem(_actor: Actor, _id: string, _now: Date): Promise<ItemDetail> {
  throw new AppError('unavailable', 'This part of reviews is not there yet.')
}
