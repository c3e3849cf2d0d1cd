import { type Actor, reach } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import type { CampaignView, ItemFilter, ItemRow } from '@/lib/reviews/model'
import { getCampaign } from '@/lib/reviews/queries/campaigns'
import { itemIds, itemRows } from '@/lib/reviews/queries/items'
import { type DecidingQuery, type DecidingView, filterOptions, type FilterOptions, firstView, groupsOf, inView, type ItemFact, type ItemGroup, type Sets, viewCounts, type ViewCounts } from './review-deciding-filter'

/** Rows that the page brings along; the rest comes as it is scrolled to. */
export const FIRST_ROWS = 60

export type DecidingScreen = {
  campaign: CampaignView
  /** `me`, the id of a person, or null = everybody's. */
  reviewer: string | null
  /** May the actor look at everybody's? */
  seesAll: boolean
  view: DecidingView
  /** What opens without a word in the address. */
  first: DecidingView
  filter: ItemFilter
  groups: ItemGroup[]
  shown: number
  counts: ViewCounts
  options: FilterOptions
  rows: ItemRow[]
  /** Of the actor's own answers in this campaign, one by one; null = none yet. */
  medianSeconds: number | null
}

/** The deciding screen: all ids in their order, the first rows, and what can be chosen among them. Throws `not_found` where there is nothing to see. */
export async function decidingScreen(actor: Actor, id: string, query: DecidingQuery, now: Date): Promise<DecidingScreen> {
  const campaign = await getCampaign(actor, id, now)
  const seesAll = reach(actor, 'review.read') === 'all'
  const reviewer = query.reviewer === 'all' ? null : query.reviewer ?? (campaign.mine !== null || !seesAll ? 'me' : null)
  const base: ItemFilter = reviewer === null ? {} : { reviewer }
  // Of everybody's items a later stage asks only some, so what is not decided is not all the rest.
  const later = reviewer === null && (campaign.stage > 1 || campaign.iteration > 1)
  const [all, decided, waiting, conflicts, facts, medianSeconds] = await Promise.all([
    itemIds(actor, id, base, now), itemIds(actor, id, { ...base, view: 'decided' }, now), later ? itemIds(actor, id, { ...base, view: 'undecided' }, now) : null, itemIds(actor, id, { ...base, view: 'conflict' }, now), factsOf(id), medianOf(id, actor.personId),
  ])
  const own = all.flatMap((one) => facts.get(one) ?? [])
  const done = new Set(decided)
  const sets: Sets = { decided: done, undecided: new Set(waiting ?? all.filter((one) => !done.has(one))), conflict: new Set(conflicts) }
  const counts = viewCounts(own, sets)
  const first = firstView(counts)
  const view = query.view ?? first
  const filter: ItemFilter = { ...base, ...query.narrow, view }
  const narrowed = Object.keys(query.narrow).length > 0
  const ids = view === 'all' && !narrowed ? all : view === 'decided' && !narrowed ? decided : await itemIds(actor, id, filter, now)
  const groups = groupsOf(ids, facts, query.group)
  const head = groups.flatMap((group) => group.ids).slice(0, FIRST_ROWS)
  return { campaign, reviewer, seesAll, view, first, filter, groups, shown: ids.length, counts, options: filterOptions(own, inView(view, sets)), rows: await itemRows(actor, id, head, now), medianSeconds }
}

/** Every item of a campaign as far as counting asks; what the actor may see of them is asked elsewhere. */
async function factsOf(id: string): Promise<Map<string, ItemFact>> {
  const found = await rows<ItemFact>('SELECT id, risk, flags, recommendation, change, server, agent, outcome FROM review_item WHERE campaign_id = $1', [id])
  return new Map(found.map((fact) => [fact.id, fact]))
}

async function medianOf(id: string, personId: string | null): Promise<number | null> {
  if (personId === null) return null
  const [row] = await rows<{ median: number | null }>(
    'SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) AS median FROM review_answer WHERE campaign_id = $1 AND person_id = $2 AND superseded_at IS NULL AND bulk_id IS NULL AND seconds IS NOT NULL', [id, personId],
  )
  return row?.median ?? null
}

const PRINT_BLOCK = 500

/** Every one of these rows, read in parts: a page without an end, for paper. */
export async function printedRows(actor: Actor, id: string, ids: readonly string[], now: Date): Promise<ItemRow[]> {
  const found: ItemRow[] = []
  for (let start = 0; start < ids.length; start += PRINT_BLOCK) found.push(...await itemRows(actor, id, ids.slice(start, start + PRINT_BLOCK), now))
  return found
}
