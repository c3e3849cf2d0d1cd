import type { UsageFact } from '@/lib/activity/model'
import { loadSources } from '@/lib/activity/queries/sources'
import { db } from '@/lib/db/client'
import { isCut } from '@/lib/drift/coverage'
import { evaluability } from '@/lib/drift/evaluability'
import { calledAt, coveredServer } from '@/lib/drift/names'
import { DAY_MS } from '@/lib/drift/window'
import type { GrantFact } from '@/lib/grants/model'
import { reaches } from '@/lib/grants/match'
import { currentDeclarations } from '@/lib/grants/queries'
import type { Watch } from '@/lib/reviews/confirmation'
import type { CampaignContent } from '@/lib/reviews/content'
import type { ConfirmationDetail } from '@/lib/reviews/model'
import { eventsAsUsage, type NotGranted, usageNotGranted, usageUnder } from './watch-usage'

export type WatchedItem = { id: string; campaignId: string; confirmation: string | null; detail: ConfirmationDetail | null; watch: Watch }

type Row = { id: string; campaign_id: string; grant_id: string; server_id: string; outcome: string; confirmation: string | null; detail: ConfirmationDetail | null; remediated_at: Date; as_of: Date; content: CampaignContent }

/**
 * Every watched item of the campaigns that are not closed, or of one, with what is known as of `now`. `since`: so many days before the
 * end of each, silence can be asked of too. Use after the end is exact: the
 * roll-up counts by UTC day, so a row that lies wholly after the end counts as it is, and for a day whose row begins before the end, or
 * that no longer says which resources were named where that matters, the events of that day after the end are read instead (one server,
 * one day, only what was not granted).
 */
export async function loadWatches(now: Date, { campaignId = null, since = 0 }: { campaignId?: string | null; since?: number } = {}): Promise<WatchedItem[]> {
  const items = await db().$queryRaw<Row[]>`
    SELECT i.id, i.campaign_id, i.grant_id, i.server_id, i.outcome, i.confirmation, i.confirmation_detail AS detail, i.remediated_at, c.as_of, c.content FROM review_item i JOIN review_campaign c ON c.id = i.campaign_id
    WHERE i.state = 'remediated' AND i.grant_id IS NOT NULL AND c.state IN ('remediation', 'confirming') AND (${campaignId}::text IS NULL OR c.id = ${campaignId}) ORDER BY i.campaign_id, i.position`
  if (items.length === 0) return []
  const declarations = await currentDeclarations()
  const called = calledAt(declarations, now.getTime())
  const byId = new Map([...declarations.grants.values()].flat().map((grant) => [grant.id, grant]))
  const lines = await linesOf(items.map((item) => item.grant_id))
  const first = new Date(Math.min(...items.map((item) => item.remediated_at.getTime())))
  const sources = await loadSources(new Date(first.getTime() - (since + 1) * DAY_MS))
  const servers = [...new Set(items.map((item) => item.server_id))]
  const notGranted = Map.groupBy(await usageNotGranted(servers, dayOf(first)), (row) => row.serverId ?? '')
  const evidenceFrom = new Date(Math.min(...items.map((item) => item.as_of.getTime() - item.content.evidenceDays * DAY_MS)))
  const under = Map.groupBy(await usageUnder([...lines.values()].flat(), dayOf(evidenceFrom)), (row) => row.grantId ?? '')
  return Promise.all(items.map(async (item): Promise<WatchedItem> => {
    const line = (lines.get(item.grant_id) ?? [item.grant_id]).flatMap((id) => byId.get(id) ?? [])
    const endedAt = item.remediated_at.getTime()
    // What was revoked counts as ended even where it stands again by now; of what was narrowed to what it was already, nothing ended.
    const ended = line.filter((grant) => (grant.id === item.grant_id && item.outcome === 'revoke') || overAt(grant, endedAt))
    const serverId = item.server_id
    const from = item.as_of.getTime() - item.content.evidenceDays * DAY_MS
    return {
      id: item.id, campaignId: item.campaign_id, confirmation: item.confirmation, detail: item.detail,
      watch: {
        declarations, ended, left: line.filter((grant) => !ended.includes(grant)), endedAt, watchMs: item.content.watchDays * DAY_MS, now: now.getTime(),
        after: await afterTheEnd(serverId, ended, endedAt, notGranted.get(serverId) ?? []),
        used: ended.flatMap((grant) => under.get(grant.id) ?? []).filter((row) => row.lastAt >= from),
        silence: (window) => evaluability(sources, coveredServer(declarations, called, serverId), window),
      },
    }
  }))
}

function overAt(grant: GrantFact, at: number): boolean {
  return (grant.revokedAt !== null && grant.revokedAt <= at) || (grant.validUntil !== null && grant.validUntil <= at)
}

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/** Rows wholly after the end, and for the days of which the roll-up does not say enough the events themselves. */
async function afterTheEnd(serverId: string, ended: readonly GrantFact[], endedAt: number, rows: readonly NotGranted[]): Promise<UsageFact[]> {
  const near = rows.filter((row) => row.lastAt >= endedAt && mayConcern(ended, row))
  const scoped = ended.some((grant) => grant.scope.length > 0)
  const unsure = new Set(near.filter((row) => row.firstAt < endedAt || (scoped && row.resourceKeys.some(isCut) && !ended.some((grant) => grant.id === row.nearestGrantId))).map((row) => row.day))
  const exact = await Promise.all([...unsure].map((day) => {
    const start = Date.parse(`${day}T00:00:00.000Z`)
    return eventsAsUsage(serverId, { from: Math.max(start, endedAt), to: start + DAY_MS })
  }))
  return [...near.filter((row) => !unsure.has(row.day)), ...exact.flat()]
}

/** About a target of one of them, or nearest to one; whether it fits in all else is asked by the rules. */
function mayConcern(ended: readonly GrantFact[], row: NotGranted): boolean {
  return ended.some((grant) => grant.id === row.nearestGrantId || reaches(grant, { ...row, kind: row.kind, at: row.lastAt, resources: [], agentName: row.agent, clientName: row.client, humanName: row.human }))
}

/** Each grant with all that came in its place, by the id of the first. */
async function linesOf(ids: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db().$queryRaw<{ root: string; id: string }[]>`
    WITH RECURSIVE line AS (SELECT id AS root, id FROM "grant" WHERE id = ANY(${[...ids]}) UNION SELECT line.root, g.id FROM "grant" g JOIN line ON g.narrows_id = line.id) SELECT root, id FROM line ORDER BY id`
  return new Map([...Map.groupBy(rows, (row) => row.root)].map(([root, list]) => [root, list.map((row) => row.id)]))
}
