import type pg from 'pg'

const SERVERS = 100
const AGENTS = 200
const PEOPLE = 400
const TOOLS = 30
/** Of a grant that is used: calls in the roll-up, spread over 90 days. */
const USES = 15

/**
 * A world with `grants` grants on a hundred servers with their owners: one in ten a glob, two of three used, every other scoped, tools
 * with definitions that they are bound to, a gateway that has seen all of it, and one event for every fifth line of the roll-up.
 */
export async function declareReviewBench(client: pg.ClientBase, grants: number): Promise<void> {
  const many = (text: string, ...values: unknown[]): Promise<unknown> => client.query(text, values)
  await many(`INSERT INTO person (id, email, name, roles, active, created_at, updated_at) SELECT 'per_' || n, 'person' || n || '@acme.test', 'Person ' || n, CASE WHEN n < 10 THEN '{security_reviewer}'::role[] ELSE '{owner}' END, true, now(), now() FROM generate_series(0, ${PEOPLE} - 1) AS n`)
  await many(`INSERT INTO agent (id, name, identity_kind, spiffe_id, sponsor_id, created_at, updated_at) SELECT 'agt_' || n, 'agent' || n, 'spiffe', 'spiffe://acme.test/agent/' || n, 'per_' || (10 + n % 300), now(), now() FROM generate_series(0, ${AGENTS} - 1) AS n`)
  await many("INSERT INTO client (id, name, client_id, created_at, updated_at) SELECT 'cli_' || n, 'client' || n, 'client' || n, now(), now() FROM generate_series(0, 9) AS n")
  await many(`INSERT INTO server (id, slug, name, purpose, environment, sensitivity, effects, identity_kind, spiffe_id, transport, command, owner_id, source, downstream, lifecycle, created_at, updated_at)
    SELECT 'srv_' || n, 'server' || n, 'Server ' || n, 'Bench', 'production', (ARRAY['public', 'internal', 'confidential', 'restricted'])[1 + n % 4]::sensitivity, CASE WHEN n % 7 = 0 THEN '{payments}'::text[] ELSE '{}' END, 'spiffe', 'spiffe://acme.test/server/' || n, 'stdio', '{}', 'per_' || (20 + n * 3), 'manual', '{}', 'active', now() - interval '300 days', now()
    FROM generate_series(0, ${SERVERS} - 1) AS n`)
  await many("INSERT INTO name_binding (id, holder_kind, holder_id, name, origin, created_at) SELECT 'nam_s' || id, 'server'::holder_kind, id, slug, 'slug'::name_origin, now() FROM server UNION ALL SELECT 'nam_a' || id, 'agent', id, spiffe_id, 'identity', now() FROM agent UNION ALL SELECT 'nam_c' || id, 'client', id, client_id, 'identity', now() FROM client UNION ALL SELECT 'nam_p' || id, 'person', id, email, 'email', now() FROM person")
  await many("INSERT INTO state_change (id, holder_kind, holder_id, state, at) SELECT 'sta_b' || id, holder_kind, holder_id, 'active', now() - interval '300 days' FROM name_binding")
  await many(`INSERT INTO tool (id, server_id, name, suggested, definition_hash, approved_hash, approved_number, approved_at, approved_by, first_seen_at, last_seen_at)
    SELECT 'tol_' || s || '_' || t, 'srv_' || s, 'tool_' || t, 'write', md5('d' || t), md5('d' || t), 1, now() - interval '250 days', 'baseline', now() - interval '250 days', now() FROM generate_series(0, ${SERVERS} - 1) AS s, generate_series(0, ${TOOLS} - 1) AS t`)
  await many(`INSERT INTO tool_version (id, tool_id, number, hash, definition, first_seen_at) SELECT 'ver_' || id, id, 1, definition_hash, jsonb_build_object('name', name, 'description', 'What it does, in a line'), now() - interval '250 days' FROM tool`)
  await many(`INSERT INTO "grant" (id, server_id, agent_id, client_id, human_rule, target_kind, target, access, scope, purpose, valid_from, valid_until, origin, created_by, created_at)
    SELECT 'gnt_' || n, 'srv_' || (n % ${SERVERS}), 'agt_' || (n % ${AGENTS}), 'cli_' || (n % 10), 'any', 'tool', CASE WHEN n % 10 = 0 THEN 'tool_' || (n % 3) || '*' ELSE 'tool_' || ((n / ${SERVERS}) % ${TOOLS}) END,
      (ARRAY['read', 'read', 'write', 'write', 'admin'])[1 + n % 5]::access, CASE WHEN n % 2 = 0 THEN ARRAY['repo:acme/*'] ELSE '{}' END, 'What grant ' || n || ' is needed for', now() - interval '120 days', now() + (n % 200 + 1) * interval '1 day', 'import', 'per_0', now() - interval '120 days'
    FROM generate_series(0, $1::int - 1) AS n`, grants)
  await many(`INSERT INTO grant_definition (grant_id, tool_name, hash, number, bound_at, bound_by) SELECT g.id, tool.name, tool.definition_hash, 1, now(), 'import' FROM "grant" g JOIN tool ON tool.server_id = g.server_id AND (tool.name = g.target OR (g.target LIKE '%*' AND tool.name LIKE replace(replace(g.target, '_', '\\_'), '*', '%')))`)
  await many("INSERT INTO source (id, name, format, vantage, heartbeat_seconds, covers, sampled, created_at, last_heartbeat_at) VALUES ('src_gw', 'gateway', 'native', 'gateway', 3600, '{}', false, now() - interval '300 days', now())")
  await many(`INSERT INTO source_alive (id, source_id, "from", "to") VALUES ('alv_1', 'src_gw', now() - interval '300 days', now())`)
  await declareUse(client, grants)
  await many('UPDATE declaration_epoch SET epoch = epoch + 1')
  await many('ANALYZE')
}

async function declareUse(client: pg.ClientBase, grants: number): Promise<void> {
  await client.query(`
    INSERT INTO usage (day, key, nearest_grant_id, server_id, kind, target, access, agent_id, client_id, human_id, resource_keys, outcome, verdict, grant_id, count, first_at, last_at)
    SELECT (now() - (u * 6 + n % 5) * interval '1 day')::date, md5(n || '-' || u)::uuid, '', 'srv_' || (n % ${SERVERS}), 'tool_call', CASE WHEN n % 10 = 0 THEN 'tool_' || (n % 3) ELSE 'tool_' || ((n / ${SERVERS}) % ${TOOLS}) END, 'read', 'agt_' || (n % ${AGENTS}),
      'cli_' || (n % 10), 'per_' || (u * 7 + n) % ${PEOPLE}, ARRAY['repo:acme/service-' || (u % 4)], CASE WHEN u = 3 THEN 'denied' ELSE 'success' END, 'granted', 'gnt_' || n, 1 + u, now() - (u * 6 + n % 5) * interval '1 day', now() - (u * 6 + n % 5) * interval '1 day'
    FROM generate_series(0, $1::int - 1) AS n, generate_series(0, ${USES} - 1) AS u WHERE n % 3 <> 0`, [grants])
  await client.query(`
    INSERT INTO activity_event (key, occurred_at, received_at, source_id, batch, raw_hash, adapter_version, evidence, attributed, outcome, kind, target, resources, server_name, server_id, agent_id, client_id, human_id, access, verdict, first_verdict, grant_id, counted)
    SELECT key, last_at, last_at, 'src_gw', 1, '\\x00', '1', 'gateway_observed', '{}', outcome, kind, target, resource_keys, 'server', server_id, agent_id, client_id, human_id, access, verdict, verdict, grant_id, true FROM usage WHERE get_byte(uuid_send(key), 0) % 5 = 0`)
}
