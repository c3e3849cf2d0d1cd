import type { Read } from '@/lib/db/pool'
import type { CatalogueFact, CatalogueFacts, ContextFact } from '@/lib/drift/model'
import type { ChangeKind } from '@/lib/registry/definition-model'

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

type ToolRow = {
  id: string; serverId: string; name: string; approvedHash: string | null; approvedNumber: number | null; currentHash: string | null; currentNumber: number | null
  firstSeenAt: number; changedAt: number; removedAt: number | null; changes: string[]
}

const ORDER: readonly ChangeKind[] = ['none', 'wording', 'altering', 'widening']

/** The catalogue of every server, with what became of each tool's definition since the one that people rely on. */
export async function loadCatalogue(read: Read): Promise<CatalogueFacts> {
  const tools = await read<ToolRow>(
    `SELECT tool.id, tool.server_id AS "serverId", tool.name, tool.approved_hash AS "approvedHash", tool.approved_number AS "approvedNumber", tool.definition_hash AS "currentHash",
       latest.number AS "currentNumber", ${ms('tool.first_seen_at')} AS "firstSeenAt", ${ms('coalesce(latest.first_seen_at, tool.first_seen_at)')} AS "changedAt", ${ms('tool.removed_at')} AS "removedAt",
       CASE WHEN tool.approved_hash <> tool.definition_hash
         THEN (SELECT array_agg(v.change) FROM tool_version v WHERE v.tool_id = tool.id AND v.number > tool.approved_number) END AS changes
     FROM tool LEFT JOIN LATERAL (SELECT number, first_seen_at FROM tool_version WHERE tool_id = tool.id ORDER BY number DESC LIMIT 1) AS latest ON true
     ORDER BY tool.server_id, tool.name`)
  const contexts = await read<ContextFact>(`SELECT server_id AS "serverId", kind, name, ${ms('removed_at')} AS "removedAt" FROM server_context ORDER BY server_id, kind, name`)
  const runs = await read<{ serverId: string; at: number }>(`SELECT server_id AS "serverId", ${ms('min(finished_at)')} AS at FROM discovery_run WHERE status = 'complete' AND finished_at IS NOT NULL GROUP BY server_id`)
  return { tools: tools.map(factOf), contexts, firstCompleteRun: new Map(runs.map(({ serverId, at }) => [serverId, at])) }
}

/** The gravest of the changes since the approved version. */
function factOf({ id: _id, changes, ...row }: ToolRow): CatalogueFact {
  const gravest = (changes ?? []).reduce((worst, change) => Math.max(worst, ORDER.indexOf(change as ChangeKind)), 0)
  return { ...row, change: ORDER[gravest] ?? 'altering', reasons: [] }
}
