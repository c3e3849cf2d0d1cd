import type { PoolClient } from 'pg'
import { inSnapshot, rows } from '@/lib/db/pool'
import { processState } from '@/lib/db/process-state'
import { type DeclarationRows, declarationsOf } from './facts'
import type { Declarations } from './model'

/** The epoch of the declarations, as committed. Cheap: one row. */
export async function currentEpoch(): Promise<number> {
  const [row] = await rows<{ epoch: number }>('SELECT epoch FROM declaration_epoch WHERE id = 1')
  return row?.epoch ?? 0
}

/** Everything declared, all of it and its epoch read in one snapshot of the database; `within` reads as part of a larger one. */
export async function loadDeclarations(within?: PoolClient): Promise<Declarations> {
  return declarationsOf(within === undefined ? await inSnapshot((_read, client) => readRows(client)) : await readRows(within))
}

type Held = { declarations?: Declarations; loading?: Promise<Declarations> | undefined }

/** Everything declared by now, from this process's memory when nothing has changed. Callers at the same time share one reading. */
export async function currentDeclarations(): Promise<Declarations> {
  const held = (processState()['grantDeclarations'] ??= {}) as Held
  if (held.declarations !== undefined && held.declarations.epoch === await currentEpoch()) return held.declarations
  held.loading ??= loadDeclarations()
    .then((declarations) => (held.declarations = declarations))
    .finally(() => { held.loading = undefined })
  return held.loading
}

/** A timestamptz(3) as whole milliseconds; numeric would come back as text. */
function ms(column: string): string {
  return `(extract(epoch FROM ${column}) * 1000)::float8`
}

const STATEMENTS = {
  bindings: `SELECT holder_kind AS "holderKind", holder_id AS "holderId", name, origin, source_name AS "sourceName", ${ms('valid_from')} AS "from", ${ms('valid_to')} AS "to" FROM name_binding`,
  states: `SELECT holder_kind AS "holderKind", holder_id AS "holderId", state, ${ms('at')} AS at FROM state_change ORDER BY state_change.at, id`,
  servers: `SELECT id, slug, sensitivity, coalesce(effects, '{}') AS effects, lifecycle FROM server`,
  holders: `SELECT 'agent' AS kind, id, active FROM agent UNION ALL SELECT 'client', id, active FROM client UNION ALL SELECT 'person', id, active FROM person`,
  memberships: `SELECT team_id AS "teamId", person_id AS "personId", ${ms('valid_from')} AS "from", ${ms('valid_to')} AS "to" FROM team_membership`,
  tools: `SELECT server_id AS "serverId", name, suggested, resource_rules AS rules, coalesce((SELECT json_agg(json_build_object('at', ${ms('c.at')}, 'access', c.access) ORDER BY c.at, c.id) FROM tool_class c WHERE c.tool_id = tool.id), '[]') AS classes FROM tool`,
  grants: `SELECT id, server_id AS "serverId", agent_id AS "agentId", client_id AS "clientId", human_rule AS "humanRule", person_id AS "personId", team_id AS "teamId", target_kind AS "targetKind", target, access, coalesce(scope, '{}') AS scope, ${ms('valid_from')} AS "validFrom", ${ms('valid_until')} AS "validUntil", ${ms('revoked_at')} AS "revokedAt", mode FROM "grant"`,
  holds: `SELECT grant_id AS "grantId", tool_name AS "toolName", ${ms('opened_at')} AS "from", ${ms('closed_at')} AS "to" FROM grant_hold`,
} as const satisfies Record<Exclude<keyof DeclarationRows, 'epoch'>, string>

async function readRows(client: PoolClient): Promise<DeclarationRows> {
  const { rows: epochs } = await client.query<{ epoch: number }>('SELECT epoch FROM declaration_epoch WHERE id = 1')
  const found: Record<string, unknown> = { epoch: epochs[0]?.epoch ?? 0 }
  for (const [key, statement] of Object.entries(STATEMENTS)) found[key] = (await client.query(statement)).rows
  // The statements name their columns after the members of the type; the database tests read every one of them back.
  return found as DeclarationRows
}
