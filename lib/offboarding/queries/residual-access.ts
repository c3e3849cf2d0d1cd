import { db, type Tx } from '@/lib/db/client'
import type { Subject } from '@/lib/offboarding/model'
import { type GrantRow, MOST_IDS, type RequestRow, type SecretRow, type TokenRow } from '@/lib/offboarding/residual-facts'

type Found = { id: string; scheduled: boolean; mode: 'direct' | 'task' }

/** Grants that stand or are still to begin, and are about the subject by name or through its team. */
export async function loadGrants({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<GrantRow[]> {
  const tied = (tie: GrantRow['tie'], rows: readonly Found[]): GrantRow[] => rows.map((row) => ({ ...row, tie }))
  switch (kind) {
    case 'server': return tied('given', await client.$queryRaw<Found[]>`SELECT id, mode, valid_from > ${now} AS scheduled FROM "grant" WHERE server_id = ${id} AND (revoked_at IS NULL OR revoked_at > ${now}) AND (valid_until IS NULL OR valid_until > ${now}) ORDER BY id`)
    case 'agent': return tied('held', await client.$queryRaw<Found[]>`SELECT id, mode, valid_from > ${now} AS scheduled FROM "grant" WHERE agent_id = ${id} AND (revoked_at IS NULL OR revoked_at > ${now}) AND (valid_until IS NULL OR valid_until > ${now}) ORDER BY id`)
    case 'client': return tied('held', await client.$queryRaw<Found[]>`SELECT id, mode, valid_from > ${now} AS scheduled FROM "grant" WHERE client_id = ${id} AND (revoked_at IS NULL OR revoked_at > ${now}) AND (valid_until IS NULL OR valid_until > ${now}) ORDER BY id`)
    case 'person': return [
      ...tied('held', await client.$queryRaw<Found[]>`SELECT id, mode, valid_from > ${now} AS scheduled FROM "grant" WHERE person_id = ${id} AND (revoked_at IS NULL OR revoked_at > ${now}) AND (valid_until IS NULL OR valid_until > ${now}) ORDER BY id`),
      ...tied('team', await client.$queryRaw<Found[]>`
        SELECT id, mode, valid_from > ${now} AS scheduled FROM "grant"
        WHERE team_id IN (SELECT team_id FROM team_membership WHERE person_id = ${id} AND (valid_from IS NULL OR valid_from <= ${now}) AND (valid_to IS NULL OR valid_to > ${now}))
          AND (revoked_at IS NULL OR revoked_at > ${now}) AND (valid_until IS NULL OR valid_until > ${now}) ORDER BY id`),
    ]
  }
}

/** Grants on servers that are there which admit anybody in the subject's dimension. */
export async function loadAnyGrants({ kind }: Subject, now: Date, client: Tx = db()): Promise<{ ids: string[]; count: number }> {
  if (kind === 'server') return { ids: [], count: 0 }
  const [row] = await client.$queryRaw<{ ids: string[] | null; count: number }[]>`
    WITH found AS (
      SELECT g.id FROM "grant" g JOIN server s ON s.id = g.server_id AND s.revoked_at IS NULL AND s.lifecycle NOT IN ('retired', 'rejected')
      WHERE ((${kind} = 'agent' AND g.agent_id IS NULL) OR (${kind} = 'client' AND g.client_id IS NULL) OR (${kind} = 'person' AND g.human_rule = 'any'))
        AND (g.revoked_at IS NULL OR g.revoked_at > ${now}) AND (g.valid_until IS NULL OR g.valid_until > ${now}))
    SELECT (SELECT array_agg(id) FROM (SELECT id FROM found ORDER BY id LIMIT ${MOST_IDS}) first) AS ids, (SELECT count(*)::int FROM found) AS count`
  return { ids: row?.ids ?? [], count: row?.count ?? 0 }
}

/** Requests that are pending or drafts and name the subject or are its own; and those that wait for it in the owner's place. */
export async function loadRequests({ kind, id }: Subject, client: Tx = db()): Promise<RequestRow[]> {
  const rows = await client.$queryRaw<{ id: string; draft: boolean; tie: RequestRow['tie'] }[]>`
    SELECT r.id, r.state = 'draft' AS draft, CASE WHEN ${kind} <> 'person' OR r.person_id = ${id} THEN 'named' WHEN r.requester_id = ${id} THEN 'asked' ELSE 'duty' END AS tie
    FROM grant_request r LEFT JOIN server s ON s.id = r.server_id LEFT JOIN person o ON o.id = s.owner_id
    WHERE r.state IN ('pending', 'draft') AND (
      (${kind} = 'server' AND r.server_id = ${id}) OR (${kind} = 'agent' AND r.agent_id = ${id}) OR (${kind} = 'client' AND r.content ->> 'clientId' = ${id})
      OR (${kind} = 'person' AND (r.requester_id = ${id} OR r.person_id = ${id} OR (r.state = 'pending' AND (s.owner_id = ${id} OR (s.backup_owner_id = ${id} AND NOT o.active))))))
    ORDER BY r.id`
  return rows
}

/** Tokens of this console that work and are a person's or were made by them. */
export async function loadTokens({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<TokenRow[]> {
  if (kind !== 'person') return []
  const rows = await client.apiToken.findMany({ where: { OR: [{ ownerId: id }, { createdBy: id }], revokedAt: null, expiresAt: { gt: now } }, orderBy: { id: 'asc' } })
  return rows.map(tokenRow)
}

/** A token as its line tells of it. */
export function tokenRow(row: { id: string; name: string; ownerId: string; createdBy: string; lastUsedAt: Date | null; scopes: readonly string[] }): TokenRow {
  return { id: row.id, name: row.name, ownerId: row.ownerId, createdBy: row.createdBy, lastUsedAt: row.lastUsedAt?.toISOString() ?? null, ingest: row.scopes.flatMap((scope) => (scope.startsWith('ingest:') ? [scope.slice('ingest:'.length)] : [])) }
}

export async function loadSignIn({ kind, id }: Subject, now: Date, client: Tx = db()): Promise<{ sessions: string[]; links: string[] }> {
  if (kind !== 'person') return { sessions: [], links: [] }
  const sessions = await client.session.findMany({ where: { personId: id, revokedAt: null, expiresAt: { gt: now } }, select: { id: true }, orderBy: { id: 'asc' } })
  const links = await client.oneTimeLink.findMany({ where: { personId: id, usedAt: null, expiresAt: { gt: now } }, select: { id: true }, orderBy: { id: 'asc' } })
  return { sessions: sessions.map((one) => one.id), links: links.map((one) => one.id) }
}

/** A server's own secrets; of a leaver the static ones of servers that they own or back. `also`: whatever has become of these. */
export async function loadSecrets({ kind, id }: Subject, client: Tx = db(), also: readonly string[] = []): Promise<SecretRow[]> {
  if (kind !== 'server' && kind !== 'person') return []
  const mine = kind === 'server' ? { serverId: id } : { kind: 'static', server: { OR: [{ ownerId: id }, { backupOwnerId: id }], lifecycle: { notIn: ['retired' as const, 'rejected' as const] } } }
  const rows = await client.serverSecret.findMany({
    where: also.length === 0 ? mine : { id: { in: [...also] } }, orderBy: [{ server: { slug: 'asc' } }, { name: 'asc' }],
    select: { id: true, name: true, kind: true, location: true, serverId: true, server: { select: { slug: true } }, rotations: { orderBy: [{ rotatedAt: 'desc' }, { id: 'desc' }], take: 5 } },
  })
  return rows.map(({ server, rotations, ...row }) => ({ ...row, slug: server.slug, rotations: rotations.map((one) => ({ at: one.rotatedAt.toISOString(), via: one.via, by: one.by, reference: one.reference })) }))
}
