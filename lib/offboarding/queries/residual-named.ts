import { db, type Tx } from '@/lib/db/client'
import type { Subject } from '@/lib/offboarding/model'
import type { CopyRow, MentionRow, SourceRow } from '@/lib/offboarding/residual-facts'
import { type TemplateContent, templateMentions } from '@/lib/offboarding/template-mentions'
import { paths } from '@/lib/paths'

/** Copies in settings are told of clients that were seen within so many days. */
export const COPY_DAYS = 90
const DAY_MS = 86_400_000

/**
 * Review templates that may still be used and name the subject, and the last document of grants that speaks for a server. The approval and the
 * lifecycle policy hold classes, never names; what gives roles names groups of the identity provider, never people.
 */
export async function loadMentions({ kind, id }: Subject, names: readonly string[], client: Tx = db()): Promise<MentionRow[]> {
  const all = new Set([...names, id])
  const templates = kind === 'client' ? [] : await client.reviewTemplate.findMany({ where: { active: true }, select: { id: true, name: true, content: true }, orderBy: { name: 'asc' } })
  const found = templates.flatMap((row): MentionRow[] => {
    // The content is a CampaignContent as stored by the reviews' own commands.
    const where = templateMentions(row.content as unknown as TemplateContent, kind, all)
    return where.length === 0 ? [] : [{ what: 'review_template', id: row.id, title: row.name, path: paths.reviewTemplate(row.id), where: where.join(', ') }]
  })
  if (kind !== 'server') return found
  const document = await client.grantDocument.findFirst({ where: { servers: { hasSome: [...names] } }, select: { number: true }, orderBy: { number: 'desc' } })
  return document === null ? found : [...found, { what: 'grant_document', id: String(document.number), title: `number ${document.number}`, path: paths.grantDocument(), where: 'it speaks for this server' }]
}

/** Sources that list the server under one of its names, or whose constants name the agent or client. */
export async function loadSourcesNaming({ kind }: Subject, names: readonly string[], now: Date, client: Tx = db()): Promise<SourceRow[]> {
  if (kind === 'person') return []
  const part = kind === 'server' ? 'covers' : 'constants'
  const rows = kind === 'server'
    ? await client.source.findMany({ where: { covers: { hasSome: [...names] } }, select: { id: true, name: true, covers: true }, orderBy: { name: 'asc' } })
    : (await client.$queryRaw<{ id: string; name: string; covers: string[] }[]>`SELECT id, name, covers FROM source WHERE attribution ->> ${kind} = ANY(${[...names]}) ORDER BY name`)
  if (rows.length === 0) return []
  const scopes = rows.map((row) => `ingest:${row.name}`)
  const tokens = await client.apiToken.findMany({ where: { scopes: { hasSome: scopes }, revokedAt: null, expiresAt: { gt: now } }, select: { id: true, scopes: true }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({
    id: row.id, name: row.name, part, only: kind === 'server' && row.covers.every((name) => names.includes(name)), tokens: tokens.flatMap((token) => (token.scopes.includes(`ingest:${row.name}`) ? [token.id] : [])),
  }))
}

/** Clients that called the server, or in which the agent ran, of late; the busiest first. */
export async function loadCopies({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<CopyRow[]> {
  const since = new Date(now.getTime() - COPY_DAYS * DAY_MS).toISOString().slice(0, 10)
  type Row = { id: string | null; name: string; calls: number; last_at: Date }
  const rows = kind === 'server'
    ? await client.$queryRaw<Row[]>`
        SELECT u.client_id AS id, coalesce(c.name, u.client_name) AS name, sum(u.count)::float8 AS calls, max(u.last_at) AS last_at FROM usage u LEFT JOIN client c ON c.id = u.client_id
        WHERE u.server_id = ${id} AND u.day >= ${since}::date AND coalesce(u.client_id, u.client_name) IS NOT NULL GROUP BY 1, 2 ORDER BY calls DESC, name`
    : kind === 'agent' ? await client.$queryRaw<Row[]>`
        SELECT u.client_id AS id, coalesce(c.name, u.client_name) AS name, sum(u.count)::float8 AS calls, max(u.last_at) AS last_at FROM usage u LEFT JOIN client c ON c.id = u.client_id
        WHERE u.agent_id = ${id} AND u.day >= ${since}::date AND coalesce(u.client_id, u.client_name) IS NOT NULL GROUP BY 1, 2 ORDER BY calls DESC, name` : []
  return rows.map((row) => ({ id: row.id, name: row.name, calls: row.calls, lastAt: row.last_at.toISOString() }))
}
