import { loadSources } from '@/lib/activity/queries/sources'
import { db, type Tx } from '@/lib/db/client'
import type { Covered } from '@/lib/drift/evaluability'
import { DAY_MS, type HolderFact, type PersonFact, type SecretFact, type ServerFact, type World } from '@/lib/lifecycle/model'
import type { LifecyclePolicy } from '@/lib/lifecycle/policy'

type PersonRow = { id: string; name: string; active: boolean; leftAt: number | null }
type Use = { frozen: boolean; attestedAt: number | null; usedDay: string | null; since: number }
type ServerRow = Use & Pick<ServerFact, 'id' | 'name' | 'environment' | 'sensitivity' | 'lifecycle' | 'pilotUntil' | 'hasIdentity' | 'reviewEveryDays'> & { owner: PersonRow; backup: PersonRow | null; secrets: SecretFact[] | null }
type AgentRow = Use & { id: string; name: string; active: boolean; sponsor: PersonRow; named: string[] | null; others: string[] | null }

/** Only these, by their ids; left out = all. */
export type Only = { servers: readonly string[]; agents: readonly string[] }

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`
// A person without a day of leaving left when the row was changed last.
const person = (row: string): string => `json_build_object('id', ${row}.id, 'name', ${row}.name, 'active', ${row}.active, 'leftAt', CASE WHEN NOT ${row}.active THEN ${ms(`coalesce(${row}.left_at, ${row}.updated_at)`)} END)`

const SERVERS = `
  SELECT s.id, s.slug AS name, s.environment, s.sensitivity, s.lifecycle, ${ms('s.pilot_until')} AS "pilotUntil", s.identity_kind IS NOT NULL AS "hasIdentity", s.review_every_days AS "reviewEveryDays",
    s.revoked_at IS NOT NULL OR EXISTS (SELECT 1 FROM identity_freeze f WHERE f.holder_kind = 'server' AND f.holder_id = s.id AND f.lifted_at IS NULL) AS frozen,
    coalesce((SELECT min(${ms('c.at')}) FROM state_change c WHERE c.holder_kind = 'server' AND c.holder_id = s.id AND c.state IN ('pilot', 'active')), ${ms('s.created_at')}) AS since,
    (SELECT max(${ms('a.at')}) FROM ownership_attestation a WHERE a.subject = 'server' AND a.subject_id = s.id) AS "attestedAt",
    (SELECT max(u.day)::text FROM usage u WHERE u.server_id = s.id) AS "usedDay", ${person('o')} AS owner, CASE WHEN b.id IS NOT NULL THEN ${person('b')} END AS backup,
    (SELECT json_agg(json_build_object('name', x.name, 'kind', x.kind, 'rotateEveryDays', x.rotate_every_days, 'rotatedAt', ${ms('x.last_rotated_at')})) FROM server_secret x WHERE x.server_id = s.id) AS secrets
  FROM server s JOIN person o ON o.id = s.owner_id LEFT JOIN person b ON b.id = s.backup_owner_id
  WHERE s.lifecycle NOT IN ('retired', 'rejected') AND ($1::text[] IS NULL OR s.id = ANY($1)) ORDER BY s.slug`

const AGENTS = `
  WITH reach AS MATERIALIZED (SELECT DISTINCT g.agent_id, g.server_id FROM "grant" g JOIN server s ON s.id = g.server_id AND s.lifecycle IN ('pilot', 'active') WHERE g.revoked_at IS NULL AND (g.valid_until IS NULL OR g.valid_until > $2))
  SELECT a.id, a.name, a.active, ${ms('a.created_at')} AS since, ${person('o')} AS sponsor,
    EXISTS (SELECT 1 FROM identity_freeze f WHERE f.holder_kind = 'agent' AND f.holder_id = a.id AND f.lifted_at IS NULL) AS frozen,
    (SELECT max(${ms('x.at')}) FROM ownership_attestation x WHERE x.subject = 'agent' AND x.subject_id = a.id) AS "attestedAt", (SELECT max(u.day)::text FROM usage u WHERE u.agent_id = a.id) AS "usedDay",
    named.servers AS named, (SELECT json_agg(reach.server_id) FROM reach WHERE reach.agent_id IS NULL) AS others
  FROM agent a JOIN person o ON o.id = a.sponsor_id LEFT JOIN (SELECT agent_id, json_agg(server_id) AS servers FROM reach GROUP BY agent_id) AS named ON named.agent_id = a.id WHERE ($1::text[] IS NULL OR a.id = ANY($1)) ORDER BY a.name, a.id`

const COVERED = `SELECT s.id, s.slug, s.lifecycle IN ('pilot', 'active') AS serving, coalesce(json_agg(b.name) FILTER (WHERE b.name IS NOT NULL), '[]') AS names FROM server s LEFT JOIN name_binding b ON b.holder_kind = 'server' AND b.holder_id = s.id AND b.valid_to IS NULL GROUP BY s.id`

// The roll-up keeps days; a call of a day counts to its end, so that nothing is unused too early.
const usedAt = (day: string | null): number | null => (day === null ? null : Date.parse(`${day}T00:00:00Z`) + DAY_MS)

/** What the rules look at, of every server that is not over and of every agent; from a transaction that has locked one, of that one. */
export async function loadFacts(now: Date, only?: Only, client: Tx = db()): Promise<HolderFact[]> {
  const [servers, agents, covered] = [
    await client.$queryRawUnsafe<ServerRow[]>(SERVERS, only?.servers ?? null),
    await client.$queryRawUnsafe<AgentRow[]>(AGENTS, only?.agents ?? null, now),
    await client.$queryRawUnsafe<{ id: string; slug: string; serving: boolean; names: string[] }[]>(COVERED),
  ]
  const byId = new Map(covered.map(({ id, slug, names }): [string, Covered] => [id, { id, slug, names: new Set(names) }]))
  // One that reaches nothing by a grant may still call anything.
  const serving = covered.flatMap(({ id, serving }) => (serving ? [id] : []))
  const watchedBy = (ids: readonly string[]): Covered[] => ids.flatMap((id) => byId.get(id) ?? [])
  return [
    ...servers.map(({ usedDay, secrets, ...row }): HolderFact => ({ ...row, kind: 'server', owner: personOf(row.owner), backup: row.backup === null ? null : personOf(row.backup), secrets: secrets ?? [], lastUsedAt: usedAt(usedDay), watched: watchedBy([row.id]) })),
    ...agents.map(({ usedDay, named, others, ...row }): HolderFact => ({ ...row, kind: 'agent', sponsor: personOf(row.sponsor), lastUsedAt: usedAt(usedDay), watched: watchedBy(named === null && others === null ? serving : [...(named ?? []), ...(others ?? [])]) })),
  ]
}

function personOf({ id, name, active, leftAt }: PersonRow): PersonFact {
  return { id, name, active, leftAt }
}

/** Who would have seen a call, as far back as these policies ask. */
export async function loadWorld(now: Date, policies: readonly LifecyclePolicy[]): Promise<World> {
  const days = Math.max(1, ...policies.map(({ rules: { unused } }) => (unused.on ? unused.days ?? 1 : 1)))
  return { now: now.getTime(), sources: await loadSources(new Date(now.getTime() - days * DAY_MS)) }
}
