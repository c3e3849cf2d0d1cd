import { db, type Tx } from '@/lib/db/client'
import { FINDING_KINDS } from '@/lib/drift/model'
import { AppError, type FieldError } from '@/lib/errors'
import { findHolders } from '@/lib/grants/queries/find-holders'
import type { ReviewKind, ReviewScope } from '@/lib/reviews/content'
import { attested, type ResolvedScope, resolveScope, type ReviewSubject, type ScopeNames } from '@/lib/reviews/scope'

/**
 * What a campaign of this kind and scope looks at now, by id: grants that are not over (in force, suspended or yet to begin), or servers
 * in service and active agents. Throws `invalid_input` with the fields whose names nobody knows; it is never silently empty for them.
 */
export async function subjectsOf(kind: ReviewKind, scope: ReviewScope, now: Date, client: Tx = db()): Promise<ReviewSubject[]> {
  const found = await findSubjects(kind, scope, now, client)
  if ('errors' in found) throw new AppError('invalid_input', `The scope was refused: ${found.errors.map((one) => one.message).join('; ')}. Nothing was changed.`, { errors: found.errors })
  return found.subjects
}

/** The same, with what cannot be found as an answer. */
export async function findSubjects(kind: ReviewKind, scope: ReviewScope, now: Date, client: Tx = db()): Promise<{ subjects: ReviewSubject[] } | { errors: FieldError[] }> {
  const resolved = await resolve(kind, scope, now, client)
  if ('errors' in resolved) return resolved
  return { subjects: kind === 'grants' ? await grantsIn(resolved.scope, now, client) : await ownedIn(resolved.scope, client) }
}

/** Names of a scope that nobody knows, and what says nothing of this kind, by field. */
export async function scopeFaultsOf(kind: ReviewKind, scope: ReviewScope, now: Date, client: Tx = db()): Promise<FieldError[]> {
  const found = await resolve(kind, scope, now, client)
  return 'errors' in found ? found.errors : []
}

async function resolve(kind: ReviewKind, scope: ReviewScope, now: Date, client: Tx): Promise<ReturnType<typeof resolveScope>> {
  return resolveScope(kind, scope, await scopeNames(scope, now, client), now, FINDING_KINDS)
}

async function scopeNames(scope: ReviewScope, now: Date, client: Tx): Promise<ScopeNames> {
  return {
    servers: await findHolders('server', scope.servers, now, client),
    owners: await findHolders('person', scope.owners, now, client),
    agents: await findHolders('agent', scope.agents.filter((name) => name !== 'any'), now, client),
    teams: await teamsNamed(scope.teams, client),
    effects: new Set(scope.effects.length === 0 ? [] : (await client.$queryRaw<{ word: string }[]>`SELECT DISTINCT unnest(effects) AS word FROM server`).map((row) => row.word)),
    tools: new Set(scope.tools.length === 0 ? [] : (await client.$queryRaw<{ name: string }[]>`
      SELECT DISTINCT name FROM tool WHERE name = ANY(${scope.tools}) UNION SELECT DISTINCT target FROM "grant" WHERE target_kind = 'tool' AND target = ANY(${scope.tools})`).map((row) => row.name)),
    grants: new Set(scope.grantIds.length === 0 ? [] : (await client.$queryRaw<{ id: string }[]>`SELECT id FROM "grant" WHERE id = ANY(${scope.grantIds})`).map((row) => row.id)),
  }
}

async function teamsNamed(names: readonly string[], client: Tx): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  const found = await client.team.findMany({ where: { OR: [{ name: { in: [...names] } }, { id: { in: [...names] } }] }, select: { id: true, name: true } })
  return new Map(found.flatMap((team) => [[team.id, team.id] as const, [team.name, team.id] as const]))
}

/**
 * A glob as LIKE understands it, so that matching is that of lib/grants/target-match.ts. A finding is about a grant when each of what it
 * names (grant, server, tool, agent) is the grant's; one that names only what nobody has registered is about none.
 */
async function grantsIn(scope: ResolvedScope, now: Date, client: Tx): Promise<ReviewSubject[]> {
  // What is named one by one is looked at whatever else is said.
  const s: ResolvedScope = scope.grantIds === null ? scope : { ...NOTHING_ELSE, grantIds: scope.grantIds }
  return client.$queryRaw<ReviewSubject[]>`
    SELECT 'grant' AS subject, g.id, g.server_id AS "serverId", server.slug AS server, g.agent_id AS "agentId", agent.name AS agent, g.target, g.access::text AS access
    FROM "grant" g JOIN server ON server.id = g.server_id LEFT JOIN agent ON agent.id = g.agent_id
    CROSS JOIN LATERAL (SELECT replace(replace(replace(replace(g.target, '\\', '\\\\'), '%', '\\%'), '_', '\\_'), '*', '%') AS glob) AS shape
    WHERE (g.valid_until IS NULL OR g.valid_until > ${now}) AND (g.revoked_at IS NULL OR g.revoked_at > ${now})
      AND (${s.grantIds}::text[] IS NULL OR g.id = ANY(${s.grantIds}::text[]))
      AND (${s.serverIds}::text[] IS NULL OR g.server_id = ANY(${s.serverIds}::text[]))
      AND (${s.environments}::text[] IS NULL OR server.environment::text = ANY(${s.environments}::text[]))
      AND (${s.sensitivities}::text[] IS NULL OR server.sensitivity::text = ANY(${s.sensitivities}::text[]))
      AND (${s.effects}::text[] IS NULL OR server.effects && ${s.effects}::text[])
      AND (${s.ownerIds}::text[] IS NULL OR server.owner_id = ANY(${s.ownerIds}::text[]) OR server.backup_owner_id = ANY(${s.ownerIds}::text[]))
      AND (${s.teamIds}::text[] IS NULL OR server.team_id = ANY(${s.teamIds}::text[]))
      AND (${s.agentIds}::text[] IS NULL OR g.agent_id = ANY(${s.agentIds}::text[]) OR (${s.anyAgent} AND g.agent_id IS NULL))
      AND (${s.accesses}::text[] IS NULL OR g.access::text = ANY(${s.accesses}::text[]))
      AND (${s.origins}::text[] IS NULL OR g.origin::text = ANY(${s.origins}::text[]))
      AND (${s.tools}::text[] IS NULL OR (g.target_kind = 'tool' AND EXISTS (SELECT 1 FROM unnest(${s.tools}::text[]) AS name WHERE name = g.target OR name LIKE shape.glob)))
      AND (${s.findings}::text[] IS NULL OR EXISTS (
        SELECT 1 FROM finding f WHERE f.kind = ANY(${s.findings}::text[]) AND f.status IN ('open', 'acknowledged') AND (f.grant_id = g.id OR (f.grant_id IS NULL
          AND (f.server_id = g.server_id OR (f.server_id IS NULL AND f.server IS NULL)) AND (f.agent_id = g.agent_id OR (f.agent_id IS NULL AND f.agent IS NULL))
          AND (f.server_id IS NOT NULL OR f.agent_id IS NOT NULL) AND (f.target IS NULL OR f.target = g.target OR f.target LIKE shape.glob)))))
      AND (${s.unreviewedSince}::timestamptz IS NULL OR NOT EXISTS (
        SELECT 1 FROM review_item i WHERE i.grant_id IN (g.id, g.narrows_id) AND NOT i.synthetic AND i.outcome_by = 'answers' AND i.decided_at > ${s.unreviewedSince}))
    ORDER BY g.id`
}

const NOTHING_ELSE: ResolvedScope = {
  serverIds: null, environments: null, sensitivities: null, effects: null, ownerIds: null, teamIds: null, agentIds: null, anyAgent: false, accesses: null, origins: null, tools: null, findings: null, unreviewedSince: null, grantIds: null,
}

async function ownedIn(scope: ResolvedScope, client: Tx): Promise<ReviewSubject[]> {
  const sorts = attested(scope)
  const servers = sorts.servers ? await serversIn(scope, client) : []
  return [...servers, ...(sorts.agents ? await agentsIn(scope, client) : [])]
}

async function serversIn(s: ResolvedScope, client: Tx): Promise<ReviewSubject[]> {
  return client.$queryRaw<ReviewSubject[]>`
    SELECT 'server' AS subject, server.id, server.id AS "serverId", server.slug AS server, NULL AS "agentId", NULL AS agent, server.name AS target, NULL AS access
    FROM server WHERE server.lifecycle IN ('pilot', 'active', 'quarantined', 'offboarding')
      AND (${s.serverIds}::text[] IS NULL OR server.id = ANY(${s.serverIds}::text[]))
      AND (${s.environments}::text[] IS NULL OR server.environment::text = ANY(${s.environments}::text[]))
      AND (${s.sensitivities}::text[] IS NULL OR server.sensitivity::text = ANY(${s.sensitivities}::text[]))
      AND (${s.effects}::text[] IS NULL OR server.effects && ${s.effects}::text[])
      AND (${s.ownerIds}::text[] IS NULL OR server.owner_id = ANY(${s.ownerIds}::text[]) OR server.backup_owner_id = ANY(${s.ownerIds}::text[]))
      AND (${s.teamIds}::text[] IS NULL OR server.team_id = ANY(${s.teamIds}::text[]))
      AND (${s.findings}::text[] IS NULL OR EXISTS (SELECT 1 FROM finding f WHERE f.kind = ANY(${s.findings}::text[]) AND f.status IN ('open', 'acknowledged') AND f.server_id = server.id))
      AND (${s.unreviewedSince}::timestamptz IS NULL OR NOT EXISTS (SELECT 1 FROM ownership_attestation a WHERE a.subject = 'server' AND a.subject_id = server.id AND a.at > ${s.unreviewedSince}))
    ORDER BY server.id`
}

async function agentsIn(s: ResolvedScope, client: Tx): Promise<ReviewSubject[]> {
  return client.$queryRaw<ReviewSubject[]>`
    SELECT 'agent' AS subject, agent.id, NULL AS "serverId", NULL AS server, agent.id AS "agentId", agent.name AS agent, agent.name AS target, NULL AS access
    FROM agent WHERE agent.active
      AND (${s.agentIds}::text[] IS NULL OR agent.id = ANY(${s.agentIds}::text[]))
      AND (${s.ownerIds}::text[] IS NULL OR agent.sponsor_id = ANY(${s.ownerIds}::text[]))
      AND (${s.findings}::text[] IS NULL OR EXISTS (SELECT 1 FROM finding f WHERE f.kind = ANY(${s.findings}::text[]) AND f.status IN ('open', 'acknowledged') AND f.agent_id = agent.id))
      AND (${s.unreviewedSince}::timestamptz IS NULL OR NOT EXISTS (SELECT 1 FROM ownership_attestation a WHERE a.subject = 'agent' AND a.subject_id = agent.id AND a.at > ${s.unreviewedSince}))
    ORDER BY agent.id`
}
