import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { decodeCursor, encodeCursor, type Page } from '@/lib/boundary/page'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { countsOf, remediationOf, watchedUntil } from '@/lib/reviews/campaign-view'
import { contentSchema } from '@/lib/reviews/content'
import { OPEN_STATES } from '@/lib/reviews/machine'
import type { CampaignFilter, CampaignView } from '@/lib/reviews/model'
import { campaignSentence } from '@/lib/reviews/sentence'
import { actorNames } from './actor-names'
import { answeredItems, askedPeople, countedItems } from './campaign-counts'
import { type Mine, mineIn, whereMine } from './mine'
import { visibleCampaigns } from './visible'

/** Longer than a launch may take: what has not ended by then was killed, and its draft is a draft again. */
const LONGEST_LAUNCH_MS = 11 * 60_000

const RELATED = { template: { select: { name: true } } } as const
type Row = Prisma.ReviewCampaignGetPayload<{ include: typeof RELATED }>

/** The campaigns that the actor may see, newest first, one page. */
export async function listCampaigns(actor: Actor, filter: CampaignFilter, page: { limit: number; cursor?: string | undefined }, now: Date): Promise<Page<CampaignView>> {
  const after = decodeCursor(page.cursor, z.string())
  const where = { AND: [await visibleCampaigns(actor, now), await filterOf(actor, filter, now), after === null ? {} : { id: { lt: after } }] }
  const found = await db().reviewCampaign.findMany({ where, include: RELATED, orderBy: { id: 'desc' }, take: page.limit + 1 })
  const shown = found.slice(0, page.limit)
  return { items: await campaignViews(actor, shown, now), nextCursor: found.length > page.limit ? encodeCursor(shown.at(-1)?.id) : null }
}

/** One campaign. Throws `not_found` for one that does not exist and for one that the actor may not see, alike. `client`: the transaction of a command that has changed it. */
export async function getCampaign(actor: Actor, id: string, now: Date, client: Tx = db()): Promise<CampaignView> {
  const found = await client.reviewCampaign.findFirst({ where: { AND: [{ id }, await visibleCampaigns(actor, now, client)] }, include: RELATED })
  const [view] = found === null ? [] : await campaignViews(actor, [found], now, client)
  if (view === undefined) throw notFound('review')
  return view
}

async function filterOf(actor: Actor, filter: CampaignFilter, now: Date): Promise<Prisma.ReviewCampaignWhereInput> {
  const parts: Prisma.ReviewCampaignWhereInput[] = []
  if (filter.state !== undefined) parts.push({ state: filter.state })
  if (filter.open !== undefined) parts.push(filter.open ? { state: { in: [...OPEN_STATES] } } : { state: { notIn: [...OPEN_STATES] } })
  if (filter.template !== undefined) parts.push({ templateId: filter.template })
  if (filter.mine !== undefined) parts.push(filter.mine ? await whereMine(actor, now) : { NOT: await whereMine(actor, now) })
  return { AND: parts }
}

/** As many statements for a hundred campaigns as for one. */
async function campaignViews(actor: Actor, rows: readonly Row[], now: Date, client: Tx = db()): Promise<CampaignView[]> {
  const ids = rows.map((row) => row.id)
  const [drafts, running] = [rows.filter((row) => row.state === 'draft').map((row) => row.id), rows.filter((row) => row.state === 'running').map((row) => row.id)]
  const [items, answered, people, mine, launched] = await Promise.all([
    countedItems(ids.filter((id) => !drafts.includes(id)), client), answeredItems(running, client), askedPeople(running, client), mineIn(actor, running, now, client),
    drafts.length === 0 ? [] : client.reviewLaunch.findMany({ where: { campaignId: { in: drafts } } }),
  ])
  const launches = new Map(launched.map((one) => [one.campaignId, one]))
  const nameOf = await actorNames(rows.flatMap((row) => [row.createdBy, row.launchedBy, row.closedBy]), client)
  return rows.map((row) => {
    const launch = launches.get(row.id)
    return viewOf(row, {
      items: items.get(row.id) ?? [], answered: row.state === 'running' ? answered.get(row.id) ?? [] : null, people: people.get(row.id) ?? { notBegun: 0, notSignedOff: 0 }, mine: mine.get(row.id) ?? null, nameOf,
      launch: launch === undefined || (launch.finishedAt !== null && launch.error === null) ? null : { phase: launch.phase, done: launch.done, total: launch.total, startedAt: launch.startedAt.toISOString(), error: launch.error ?? (now.getTime() - launch.startedAt.getTime() > LONGEST_LAUNCH_MS ? 'It did not come to an end. Nothing was changed; launch it again.' : null) },
    }, now)
  })
}

type Around = { items: Parameters<typeof countsOf>[0]; answered: Parameters<typeof countsOf>[1]; people: { notBegun: number; notSignedOff: number }; mine: Mine | null; nameOf: (id: string) => string; launch: CampaignView['launch'] }

function viewOf(row: Row, { items, answered, people, mine, nameOf, launch }: Around, now: Date): CampaignView {
  const content = contentSchema.parse(row.content)
  const counts = countsOf(items, answered)
  const named = (id: string | null): string | null => (id === null ? null : nameOf(id))
  const told = { state: row.state, kind: row.kind, stage: row.stage, stages: content.stages.length, iteration: row.iteration, counts, launch, closeReason: row.closeReason }
  return {
    ...told, id: row.id, name: row.name, templateId: row.templateId, template: row.template?.name ?? null, content, mine,
    // A check of the store.
    occasion: row.occasion as CampaignView['occasion'], occasionText: row.occasionText,
    asOf: iso(row.asOf), stageStartedAt: iso(row.stageStartedAt), stageEndsAt: iso(row.stageEndsAt), createdBy: nameOf(row.createdBy), createdAt: row.createdAt.toISOString(),
    launchedBy: named(row.launchedBy), launchedAt: iso(row.launchedAt), decidedAt: iso(row.decidedAt), confirmingAt: iso(row.confirmingAt), closedAt: iso(row.closedAt), closedBy: named(row.closedBy),
    sentence: campaignSentence({
      ...told, groups: remediationOf(items), people, stageEndsAt: row.stageEndsAt, closes: content.stages[row.stage - 1]?.closes ?? 'when_signed_off', watchedUntil: watchedUntil(items), closedAt: row.closedAt, closedBy: named(row.closedBy),
    }, now),
  }
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null
