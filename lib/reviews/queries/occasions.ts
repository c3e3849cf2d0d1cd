import { db, type Tx } from '@/lib/db/client'
import type { ReviewTrigger } from '@/lib/reviews/content'
import { eventKey, type ReviewEvent } from '@/lib/reviews/occasions'

/** Templates whose time has come. */
export async function dueTemplates(now: Date): Promise<string[]> {
  return (await db().reviewTemplate.findMany({ where: { active: true, nextAt: { lte: now } }, select: { id: true }, orderBy: [{ nextAt: 'asc' }, { id: 'asc' }] })).map((row) => row.id)
}

/** Templates that listen to events. */
export async function listeningTemplates(): Promise<string[]> {
  return (await db().reviewTemplate.findMany({ where: { active: true, triggersFrom: { not: null }, NOT: { triggers: { isEmpty: true } } }, select: { id: true }, orderBy: { id: 'asc' } })).map((row) => row.id)
}

/** Drafts that an occasion made and nobody has launched yet. */
export async function waitingDrafts(): Promise<string[]> {
  return (await db().reviewCampaign.findMany({ where: { state: 'draft', occasion: { not: 'manual' } }, select: { id: true }, orderBy: { id: 'asc' } })).map((row) => row.id)
}

/** What happened since, of these sorts, that made no campaign of this template yet. */
export async function eventsSince(templateId: string, triggers: readonly ReviewTrigger[], since: Date, now: Date, client: Tx): Promise<ReviewEvent[]> {
  return [
    ...(triggers.includes('definition_widened') ? await widened(templateId, since, now, client) : []),
    ...(triggers.includes('owner_left') ? await leavers(templateId, since, now, client) : []),
  ]
}

/**
 * Tools that are found changed, those of one server that one run of drift opened together: one review for them, not one each. A run
 * that is still writing is left for later, so that all it opens is seen at once. Only grants from before: those made since were made
 * of the tool as it is now. A finding that comes back is opened again, and so is its review.
 */
async function widened(templateId: string, since: Date, now: Date, client: Tx): Promise<ReviewEvent[]> {
  const found = await client.$queryRaw<{ server_id: string; server: string; at: Date; tools: string[] }[]>`
    WITH opening AS (
      SELECT f.server_id, f.target, coalesce((SELECT max(h.at) FROM finding_history h WHERE h.finding_id = f.id AND h."to" = 'open' AND (h."from" IS NULL OR h."from" = 'resolved')), f.opened_at) AS at
      FROM finding f WHERE f.kind IN ('tool_widened', 'tool_altered') AND f.status IN ('open', 'acknowledged') AND f.server_id IS NOT NULL AND f.target IS NOT NULL)
    SELECT o.server_id, s.slug AS server, o.at, array_agg(DISTINCT o.target ORDER BY o.target) AS tools
    FROM opening o JOIN server s ON s.id = o.server_id
    WHERE o.at >= ${since} AND NOT EXISTS (SELECT 1 FROM drift_run r WHERE r.started_at = o.at AND r.finished_at IS NULL AND r.started_at > ${now}::timestamptz - interval '10 minutes')
    GROUP BY o.server_id, s.slug, o.at ORDER BY o.at, o.server_id`
  const fresh = await withoutKnown(found, templateId, 'definition_widened', (row) => row.server_id, client)
  const events: ReviewEvent[] = []
  for (const row of fresh) {
    const grants = await client.$queryRaw<{ id: string }[]>`
      SELECT g.id FROM "grant" g CROSS JOIN LATERAL (SELECT replace(replace(replace(replace(g.target, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%') AS glob) AS shape
      WHERE g.server_id = ${row.server_id} AND g.target_kind = 'tool' AND g.created_at <= ${row.at} AND (g.valid_until IS NULL OR g.valid_until > ${now}) AND (g.revoked_at IS NULL OR g.revoked_at > ${now})
        AND EXISTS (SELECT 1 FROM unnest(${row.tools}::text[]) AS name WHERE name = g.target OR name LIKE shape.glob) ORDER BY g.id`
    events.push({ kind: 'definition_widened', serverId: row.server_id, server: row.server, at: row.at, tools: row.tools, grantIds: grants.map((one) => one.id) })
  }
  return events
}

/** People who left while servers or agents were theirs: one review for all of it. A backup owner's leaving counts where the owner is gone already. */
async function leavers(templateId: string, since: Date, now: Date, client: Tx): Promise<ReviewEvent[]> {
  const found = await client.$queryRaw<{ id: string; name: string; at: Date }[]>`SELECT id, name, left_at AS at FROM person WHERE NOT active AND left_at >= ${since} ORDER BY left_at, id`
  const fresh = await withoutKnown(found, templateId, 'owner_left', (row) => row.id, client)
  const events: ReviewEvent[] = []
  for (const { id, name, at } of fresh) {
    const servers = await client.$queryRaw<{ id: string; slug: string }[]>`
      SELECT s.id, s.slug FROM server s JOIN person o ON o.id = s.owner_id
      WHERE s.lifecycle IN ('pilot', 'active', 'quarantined', 'offboarding') AND (s.owner_id = ${id} OR (s.backup_owner_id = ${id} AND NOT o.active)) ORDER BY s.id`
    const agents = (await client.$queryRaw<{ id: string }[]>`SELECT id FROM agent WHERE sponsor_id = ${id} AND active ORDER BY id`).map((row) => row.id)
    if (servers.length + agents.length === 0) continue
    const grants = await client.$queryRaw<{ id: string }[]>`
      SELECT id FROM "grant" WHERE (server_id = ANY(${servers.map((row) => row.id)}) OR agent_id = ANY(${agents})) AND created_at <= ${at}
        AND (valid_until IS NULL OR valid_until > ${now}) AND (revoked_at IS NULL OR revoked_at > ${now}) ORDER BY id`
    events.push({ kind: 'owner_left', personId: id, person: name, at, servers, agentIds: agents, grantIds: grants.map((row) => row.id) })
  }
  return events
}

async function withoutKnown<Row extends { at: Date }>(found: readonly Row[], templateId: string, kind: ReviewTrigger, of: (row: Row) => string, client: Tx): Promise<Row[]> {
  const keyed = found.map((row) => ({ row, key: eventKey(templateId, { kind, at: row.at, of: of(row) }) }))
  const known = new Set((await client.reviewCampaign.findMany({ where: { occasionKey: { in: keyed.map((one) => one.key) } }, select: { occasionKey: true } })).map((one) => one.occasionKey))
  return keyed.filter((one) => !known.has(one.key)).map((one) => one.row)
}
