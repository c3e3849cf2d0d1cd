import { db, type Tx } from '@/lib/db/client'
import { admits } from '@/lib/grants/definition-binding'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

type Known = { id: string; serverId: string; name: string; approvedHash: string | null }
export type ReliedOn = { number: number; definition: ToolDefinition }

/** Every definition of these tools that somebody relies on, by the tool's id: the approved one, and those that standing grants are bound to. */
export async function definitionsReliedOn(tools: readonly Known[], now: Date, client: Tx = db()): Promise<Map<string, ReliedOn[]>> {
  const bound = await client.grantDefinition.findMany({
    where: {
      toolName: { in: tools.map((tool) => tool.name) },
      grant: { serverId: { in: tools.map((tool) => tool.serverId) }, targetKind: 'tool', AND: [{ OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, { OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }] },
    },
    select: { toolName: true, hash: true, grant: { select: { id: true, target: true, serverId: true } } },
  })
  const key = (serverId: string, name: string): string => `${serverId} ${name}`
  const byTool = Map.groupBy(bound.filter(({ grant, toolName }) => admits(grant, toolName)), ({ grant, toolName }) => key(grant.serverId, toolName))
  const hashesOf = (tool: Known): Set<string> => new Set([...(byTool.get(key(tool.serverId, tool.name)) ?? []).map(({ hash }) => hash), ...(tool.approvedHash === null ? [] : [tool.approvedHash])])
  const wanted = new Map(tools.map((tool) => [tool.id, hashesOf(tool)]))
  const found = await client.toolVersion.findMany({
    where: { toolId: { in: [...wanted.keys()] }, hash: { in: [...new Set([...wanted.values()].flatMap((hashes) => [...hashes]))] } }, select: { toolId: true, number: true, hash: true, definition: true },
  })
  // Definitions are stored as they were checked: objects with the members of one.
  return new Map(tools.map(({ id }) => [id, found.filter((row) => row.toolId === id && wanted.get(id)?.has(row.hash) === true).map((row) => ({ number: row.number, definition: row.definition as unknown as ToolDefinition }))]))
}
