import type { Read } from '@/lib/db/pool'
import type { CatalogueFact, CatalogueFacts, ContextFact } from '@/lib/drift/model'
import { changeOf, toldFirst } from '@/lib/registry/definition-change'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::float8`

type ToolRow = {
  serverId: string; name: string; approvedHash: string | null; approvedNumber: number | null; currentHash: string | null; currentNumber: number | null
  firstSeenAt: number; changedAt: number; removedAt: number | null; approved: ToolDefinition | null; current: ToolDefinition | null
}

/** Reasons that a finding keeps; the gravest come first. */
const REASONS = 20

// The newest version with the hash that the tool has now: what was taken back is a version of its own. The two definitions are read
// only where they differ.
const TOOLS = `
  SELECT tool.server_id AS "serverId", tool.name, tool.approved_hash AS "approvedHash", tool.approved_number AS "approvedNumber", tool.definition_hash AS "currentHash",
    newest.number AS "currentNumber", ${ms('tool.first_seen_at')} AS "firstSeenAt", ${ms('coalesce(newest.first_seen_at, tool.first_seen_at)')} AS "changedAt", ${ms('tool.removed_at')} AS "removedAt",
    approved.definition AS approved, CASE WHEN approved.definition IS NOT NULL THEN newest.definition END AS current
  FROM tool
  LEFT JOIN LATERAL (SELECT number, first_seen_at, definition FROM tool_version v WHERE v.tool_id = tool.id AND v.hash = tool.definition_hash ORDER BY number DESC LIMIT 1) AS newest ON true
  LEFT JOIN tool_version AS approved ON approved.tool_id = tool.id AND approved.number = tool.approved_number AND tool.approved_hash <> tool.definition_hash
  ORDER BY tool.server_id, tool.name`

// A list that was taken over without connecting is a baseline too: it has approved tools.
const BASELINES = `
  SELECT "serverId", ${ms('min(at)')} AS at FROM (
    SELECT server_id AS "serverId", min(finished_at) AS at FROM discovery_run WHERE status = 'complete' GROUP BY server_id
    UNION ALL SELECT server_id, min(approved_at) FROM tool WHERE approved_at IS NOT NULL GROUP BY server_id) AS base
  WHERE at IS NOT NULL GROUP BY "serverId"`

/** The catalogue of every server, with what became of each tool's definition since the one that people rely on. */
export async function loadCatalogue(read: Read): Promise<CatalogueFacts> {
  const tools = await read<ToolRow>(TOOLS)
  const contexts = await read<ContextFact>(`SELECT server_id AS "serverId", kind, name, ${ms('removed_at')} AS "removedAt" FROM server_context ORDER BY server_id, kind, name`)
  const baselines = await read<{ serverId: string; at: number }>(BASELINES)
  return { tools: tools.map(factOf), contexts, firstCompleteRun: new Map(baselines.map(({ serverId, at }) => [serverId, at])) }
}

function factOf({ approved, current, ...row }: ToolRow): CatalogueFact {
  const same = row.approvedHash === null || row.approvedHash === row.currentHash
  // A version whose definition is gone cannot be compared, and what cannot be compared is not harmless.
  const { kind, reasons } = same ? { kind: 'none' as const, reasons: [] } : approved === null || current === null ? { kind: 'altering' as const, reasons: [] } : changeOf(approved, current)
  return { ...row, change: kind, reasons: toldFirst(reasons).slice(0, REASONS).map((reason) => reason.what) }
}
