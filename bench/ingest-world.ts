import type pg from 'pg'

const SERVERS = 20
const AGENTS = 50
const CLIENTS = 5
const PEOPLE = 100
const TOOLS = 8

/** Declarations for the benchmark: registered servers, agents, clients and people, tools with classes, and grants that cover most calls. */
export async function declareWorld(client: pg.ClientBase, now: string): Promise<void> {
  const many = (text: string, count: number): Promise<unknown> => client.query(text, [count, now])
  await many("INSERT INTO person (id, email, name, active, created_at, updated_at) SELECT 'per_' || n, 'person' || n || '@acme.test', 'Person ' || n, true, $2, $2 FROM generate_series(0, $1::int - 1) AS n", PEOPLE)
  await many("INSERT INTO agent (id, name, identity_kind, spiffe_id, sponsor_id, created_at, updated_at) SELECT 'agt_' || n, 'agent' || n, 'spiffe', 'spiffe://acme.test/agent/' || n, 'per_0', $2, $2 FROM generate_series(0, $1::int - 1) AS n", AGENTS)
  await many("INSERT INTO client (id, name, client_id, created_at, updated_at) SELECT 'cli_' || n, 'client' || n, 'client' || n, $2, $2 FROM generate_series(0, $1::int - 1) AS n", CLIENTS)
  await many("INSERT INTO server (id, slug, name, purpose, environment, sensitivity, effects, transport, command, owner_id, source, downstream, lifecycle, created_at, updated_at) SELECT 'srv_' || n, 'server' || n, 'Server ' || n, 'Bench', 'production', 'internal', '{}', 'stdio', '{}', 'per_0', 'manual', '{}', 'active', $2, $2 FROM generate_series(0, $1::int - 1) AS n", SERVERS)
  await client.query("INSERT INTO name_binding (id, holder_kind, holder_id, name, origin, created_at) SELECT 'nam_s' || id, 'server'::holder_kind, id, slug, 'slug'::name_origin, now() FROM server UNION ALL SELECT 'nam_a' || id, 'agent', id, spiffe_id, 'identity', now() FROM agent UNION ALL SELECT 'nam_c' || id, 'client', id, client_id, 'identity', now() FROM client UNION ALL SELECT 'nam_p' || id, 'person', id, email, 'email', now() FROM person WHERE email LIKE 'person%'")
  await client.query("INSERT INTO state_change (id, holder_kind, holder_id, state, at) SELECT 'sta_b' || id, holder_kind, holder_id, 'active', now() FROM name_binding WHERE origin <> 'email' OR name LIKE 'person%'")
  await client.query(`INSERT INTO "grant" (id, server_id, human_rule, target_kind, target, access, scope, purpose, valid_from, origin, created_by, created_at)
    SELECT 'gnt_' || s || '_' || t, 'srv_' || s, 'any', 'tool', CASE WHEN t % 2 = 0 THEN 'tool_' || t ELSE 'tool_' || t || '*' END, 'write', CASE WHEN t % 3 = 0 THEN ARRAY['repo:acme/*'] ELSE '{}' END, 'Bench', now() - interval '200 days', 'import', 'per_0', now()
    FROM generate_series(0, ${SERVERS} - 1) AS s, generate_series(0, ${TOOLS} - 2) AS t`)
  await client.query('UPDATE declaration_epoch SET epoch = epoch + 1')
}

/** One event of about 530 bytes, the same for the same number; ids are unique per round. */
export function eventLine(round: number, n: number, now: number): string {
  const pick = (salt: number, below: number): number => ((n * 2_654_435_761 + salt * 40_503) >>> 7) % below
  const hex = (digits: number, salt: number): string => ((BigInt(n + 1) * 0x9e3779b97f4a7c15n + BigInt(salt + round * 7) * 0xbf58476d1ce4e5b9n) & ((1n << BigInt(digits * 4)) - 1n)).toString(16).padStart(digits, '0')
  const [server, tool] = [pick(1, SERVERS), pick(2, TOOLS)]
  return JSON.stringify({
    id: `bench-${round}-${n}`, occurredAt: new Date(now - pick(3, 3 * 86_400_000)).toISOString(), kind: 'tool_call', server: `server${server}`, target: `tool_${tool}`,
    access: tool % 3 === 0 ? 'read' : 'write', resources: [`repo:acme/service-${pick(4, 30)}`], human: `person${(server * 5 + pick(5, 5)) % PEOPLE}@acme.test`, client: `client${server % CLIENTS}`,
    agent: `spiffe://acme.test/agent/${(server * 2 + pick(6, 3)) % AGENTS}`, session: `session-${n >> 5}`, traceId: hex(32, 1), spanId: hex(16, 2), parentSpanId: hex(16, 3),
    outcome: pick(7, 20) === 0 ? 'error' : 'success', durationMs: pick(8, 900), parameters: { repo: `acme/service-${pick(4, 30)}`, title: `Change ${n} of the benchmark`, labels: ['bench', 'routine'] },
  })
}
