import { db, type Tx } from '@/lib/db/client'
import { admits } from '@/lib/grants/definition-binding'
import type { ToolDefinition } from '@/lib/registry/tool-definition'

type Known = { id: string; serverId: string; name: string; approvedHash: string | null }

/** Every definition of the tool that somebody relies on: the approved one, and those that standing grants are bound to. */
export async function definitionsReliedOn(tool: Known, now: Date, client: Tx = db()): Promise<ToolDefinition[]> {
  const bound = await client.grantDefinition.findMany({
    where: { toolName: tool.name, grant: { serverId: tool.serverId, targetKind: 'tool', AND: [{ OR: [{ validUntil: null }, { validUntil: { gt: now } }] }, { OR: [{ revokedAt: null }, { revokedAt: { gt: now } }] }] } },
    select: { hash: true, grant: { select: { id: true, target: true } } },
  })
  const hashes = new Set(bound.filter(({ grant }) => admits(grant, tool.name)).map(({ hash }) => hash))
  if (tool.approvedHash !== null) hashes.add(tool.approvedHash)
  const found = await client.toolVersion.findMany({ where: { toolId: tool.id, hash: { in: [...hashes] } }, select: { definition: true } })
  // Definitions are stored as they were checked: objects with the members of one.
  return found.map((row) => row.definition as unknown as ToolDefinition)
}
