import type { PoolClient } from 'pg'
import { loadSources } from '@/lib/activity/queries/sources'
import type { Read } from '@/lib/db/pool'
import { loadCatalogue } from '@/lib/drift/queries/load-catalogue'
import { loadSettings } from '@/lib/drift/queries/load-input'
import { DAY_MS } from '@/lib/drift/window'
import { loadDeclarations } from '@/lib/grants/queries'
import { toolKey } from '@/lib/grants/resolve-call'
import { changeOf, toldFirst } from '@/lib/registry/definition-change'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { type ApprovalPolicy, DEFAULT_POLICY, storedPolicySchema } from '@/lib/requests/approval-policy'
import { type AgentRow, type Binding, boundKey, type BoundChange, type EvidenceFacts, type FindingRow, type GrantRow, type PersonRow, type RequestRow, type ServerRow, type ToolRow } from '@/lib/reviews/evidence-facts'
import { loadPrevious } from './previous-reviews'

/** What is frozen: ids of grants, or of servers and agents. */
export type FrozenIds = { grants: readonly string[]; servers: readonly string[]; agents: readonly string[] }

/** Reasons that an item keeps, the gravest first. */
const REASONS = 10

/** Everything that bears on these subjects, of one snapshot of the database; the use of each is read beside it, a piece at a time. */
export async function loadEvidenceFacts(read: Read, client: PoolClient, ids: FrozenIds, options: { now: Date; days: number; newSince: Date | null }): Promise<EvidenceFacts & { grants: Map<string, GrantRow> }> {
  const { now, days } = options
  const settings = await loadSettings(read)
  const grants = byId(await read<GrantRow>(GRANTS, [ids.grants]))
  const findings = await read<FindingRow>(FINDINGS, [ids.grants, [...new Set([...[...grants.values()].map((grant) => grant.serverId), ...ids.servers])], ids.agents])
  return {
    window: { now: now.getTime(), days, graceDays: settings.unusedGraceDays, unusedDays: settings.unusedWindowDays }, newSince: options.newSince?.getTime() ?? now.getTime() - settings.unusedGraceDays * DAY_MS,
    declarations: await loadDeclarations(client), sources: await loadSources(new Date(now.getTime() - days * DAY_MS), read), catalogue: await loadCatalogue(read), policy: await loadPolicy(read),
    servers: byId(await read<ServerRow>(SERVERS)), agents: byId(await read<AgentRow>(AGENTS)), clients: byId(await read<{ id: string; name: string }>('SELECT id, name FROM client')),
    people: byId(await read<PersonRow>('SELECT id, name, email, active FROM person')), teams: byId(await read<{ id: string; name: string }>('SELECT id, name FROM team')),
    tools: new Map((await read<ToolRow>(TOOLS)).map((tool) => [toolKey(tool.serverId, tool.name), tool])),
    bindings: Map.groupBy(await read<Binding & { grantId: string }>('SELECT grant_id AS "grantId", tool_name AS "toolName", hash, number FROM grant_definition WHERE grant_id = ANY($1)', [ids.grants]), (row) => row.grantId),
    boundChanges: await loadBoundChanges(read, ids.grants),
    held: new Set((await read<{ id: string }>(HELD, [ids.grants, now])).map((row) => row.id)),
    findings, requests: await loadRequests(read, grants), previous: await loadPrevious(read, ids, grants), grants,
  }
}

const GRANTS = `
  SELECT g.id, g.server_id AS "serverId", g.agent_id AS "agentId", g.client_id AS "clientId", g.human_rule AS "humanRule", g.person_id AS "personId", g.team_id AS "teamId", g.target_kind AS "targetKind",
    g.target, g.access, coalesce(g.scope, '{}') AS scope, g.purpose, g.valid_from AS "validFrom", g.valid_until AS "validUntil", g.mode, g.reauthorise, g.origin, g.request_id AS "requestId",
    g.import_reason AS "importReason", g.confirmed_at AS "confirmedAt", g.created_at AS "createdAt", coalesce(g.narrows_id, CASE WHEN r.kind IN ('renewal', 'confirmation') AND r.grant_id <> g.id THEN r.grant_id END) AS before
  FROM "grant" g LEFT JOIN grant_request r ON r.id = g.request_id WHERE g.id = ANY($1)`

const SERVERS = `SELECT id, slug, name, purpose, environment, sensitivity, coalesce(effects, '{}') AS effects, lifecycle, owner_id AS "ownerId", backup_owner_id AS "backupOwnerId" FROM server`
const AGENTS = `SELECT id, name, coalesce(spiffe_id, issuer || '|' || subject) AS known, purpose, active, sponsor_id AS "sponsorId" FROM agent`

const TOOLS = `
  SELECT tool.server_id AS "serverId", tool.name, coalesce(class.access, tool.suggested) AS access, coalesce(class.decided_by = 'person', false) AS classified, coalesce(tool.annotations ->> 'destructiveHint' = 'true', false) AS destructive
  FROM tool LEFT JOIN LATERAL (SELECT c.access, c.decided_by FROM tool_class c WHERE c.tool_id = tool.id ORDER BY c.at DESC, c.id DESC LIMIT 1) AS class ON true WHERE tool.removed_at IS NULL`

const HELD = `SELECT DISTINCT grant_id AS id FROM grant_hold WHERE grant_id = ANY($1) AND cause = 'definition' AND opened_at <= $2 AND (closed_at IS NULL OR closed_at > $2)`

// What nobody has settled, as far as it may concern one of the subjects.
const FINDINGS = `
  SELECT id, kind, severity, server_id AS "serverId", target, agent_id AS "agentId", grant_id AS "grantId", explanation AS text FROM finding
  WHERE status IN ('open', 'acknowledged') AND (grant_id = ANY($1) OR server_id = ANY($2) OR agent_id = ANY($3)) ORDER BY id`

const BOUND = `
  SELECT DISTINCT ON (tool.id, b.hash) tool.server_id AS "serverId", tool.name, b.hash, was.definition AS before, newest.definition AS now
  FROM grant_definition b JOIN "grant" g ON g.id = b.grant_id JOIN tool ON tool.server_id = g.server_id AND tool.name = b.tool_name AND tool.definition_hash <> b.hash
  LEFT JOIN LATERAL (SELECT definition FROM tool_version v WHERE v.tool_id = tool.id AND v.hash = b.hash LIMIT 1) AS was ON true
  LEFT JOIN LATERAL (SELECT definition FROM tool_version v WHERE v.tool_id = tool.id AND v.hash = tool.definition_hash ORDER BY number DESC LIMIT 1) AS newest ON true
  WHERE b.grant_id = ANY($1) ORDER BY tool.id, b.hash`

/** What bound definitions that are no longer offered have become. One that cannot be compared any more is not harmless. */
async function loadBoundChanges(read: Read, grantIds: readonly string[]): Promise<Map<string, BoundChange>> {
  const found = await read<{ serverId: string; name: string; hash: string; before: ToolDefinition | null; now: ToolDefinition | null }>(BOUND, [grantIds])
  return new Map(found.map(({ serverId, name, hash, before, now }) => {
    const change = before === null || now === null ? null : changeOf(before, now)
    return [boundKey(toolKey(serverId, name), hash), { kind: change?.kind ?? 'altering', reasons: toldFirst(change?.reasons ?? []).slice(0, REASONS).map((reason) => reason.what) }]
  }))
}

async function loadPolicy(read: Read): Promise<ApprovalPolicy> {
  const [row] = await read<{ content: unknown }>('SELECT content FROM approval_policy ORDER BY number DESC LIMIT 1')
  return row === undefined ? DEFAULT_POLICY : storedPolicySchema.parse(row.content)
}

const REQUESTS = `
  SELECT r.id, json_build_object('id', p.id, 'name', p.name, 'email', p.email) AS requester,
    coalesce((SELECT json_agg(json_build_object('person', json_build_object('id', who.id, 'name', who.name, 'email', who.email), 'step', d.step) ORDER BY d.at, d.id)
      FROM request_decision d JOIN person who ON who.id = d.person_id WHERE d.request_id = r.id AND d.round = r.round AND d.answer = 'approve'), '[]') AS approvers
  FROM grant_request r JOIN person p ON p.id = r.requester_id WHERE r.id = ANY($1)`

async function loadRequests(read: Read, grants: ReadonlyMap<string, GrantRow>): Promise<Map<string, RequestRow>> {
  return byId(await read<RequestRow>(REQUESTS, [[...new Set([...grants.values()].flatMap((grant) => grant.requestId ?? []))]]))
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}
