import { rows } from '@/lib/db/pool'
import { compilePattern, matchesPattern } from '@/lib/grants/target-match'
import type { FrozenGrant, FrozenItem } from '@/lib/reviews/frozen'
import { type GrantSince, type OwnedSince, sinceOfGrant, sinceOfOwned } from '@/lib/reviews/since'

/** Calls are counted up to this many. */
const COUNTED = 1_000

/** What has changed since an item was frozen, in words. `grantId` is null of a row that stands for no grant: nothing can. */
export async function sinceFrozen(frozen: FrozenItem, grantId: string | null, asOf: Date, now: Date): Promise<string[]> {
  if (frozen.subject === 'grant') return grantId === null ? [] : sinceOfGrant(now, await grantSince(frozen, grantId, asOf))
  const [owned] = await rows<OwnedSince>(OWNED[frozen.subject], [frozen.id])
  return sinceOfOwned(frozen, owned ?? { ownerId: null, ownerName: null, ownerActive: false, lifecycle: null })
}

const OWNED = {
  server: 'SELECT s.owner_id AS "ownerId", p.name AS "ownerName", p.active AS "ownerActive", s.lifecycle FROM server s JOIN person p ON p.id = s.owner_id WHERE s.id = $1',
  agent: `SELECT a.sponsor_id AS "ownerId", p.name AS "ownerName", p.active AS "ownerActive", CASE WHEN a.active THEN 'active' ELSE 'inactive' END AS lifecycle FROM agent a JOIN person p ON p.id = a.sponsor_id WHERE a.id = $1`,
}

type Ends = Pick<GrantSince, 'revokedAt' | 'validUntil' | 'confirmedAt'>

async function grantSince(frozen: FrozenGrant, id: string, asOf: Date): Promise<GrantSince> {
  const { grant } = frozen
  const [ends, holds, narrowed, calls, versions, lifecycle] = await Promise.all([
    rows<Ends>('SELECT CASE WHEN revoked_at > $2 THEN revoked_at END AS "revokedAt", valid_until AS "validUntil", CASE WHEN confirmed_at > $2 THEN confirmed_at END AS "confirmedAt" FROM "grant" WHERE id = $1', [id, asOf]),
    rows<GrantSince['holds'][number]>('SELECT cause, tool_name AS "toolName", opened_at AS "openedAt", closed_at AS "closedAt" FROM grant_hold WHERE grant_id = $1 AND opened_at > $2 ORDER BY opened_at, id', [id, asOf]),
    rows<{ target: string }>('SELECT target FROM "grant" WHERE narrows_id = $1 AND created_at > $2 ORDER BY id', [id, asOf]),
    rows<{ calls: number; blocked: number; lastAt: Date | null }>(
      `SELECT count(*)::int AS calls, (count(*) FILTER (WHERE outcome = 'denied'))::int AS blocked, max(occurred_at) AS "lastAt"
       FROM (SELECT outcome, occurred_at FROM activity_event WHERE grant_id = $1 AND occurred_at > $2 AND counted LIMIT ${COUNTED + 1}) AS latest`, [id, asOf]),
    rows<{ name: string; number: number; change: string }>(
      `SELECT DISTINCT ON (tool.id) tool.name, v.number, v.change FROM tool JOIN tool_version v ON v.tool_id = tool.id WHERE tool.server_id = $1 AND v.first_seen_at > $2 AND v.hash = tool.definition_hash ORDER BY tool.id, v.number DESC`, [grant.server.id, asOf]),
    rows<{ state: string; at: Date }>("SELECT state, at FROM state_change WHERE holder_kind = 'server' AND holder_id = $1 AND at > $2 ORDER BY at, id", [grant.server.id, asOf]),
  ])
  const pattern = compilePattern(grant.target.name)
  const seen = calls[0] ?? { calls: 0, blocked: 0, lastAt: null }
  return {
    calls: Math.min(seen.calls, COUNTED), more: seen.calls > COUNTED, blocked: seen.blocked, lastAt: seen.lastAt, holds, revokedAt: ends[0]?.revokedAt ?? null, narrowedTo: narrowed.map((one) => one.target), validUntil: ends[0]?.validUntil ?? null,
    confirmedAt: ends[0]?.confirmedAt ?? null, definitions: grant.target.kind === 'tool' ? versions.filter((one) => matchesPattern(pattern, one.name)) : [], lifecycle,
  }
}
