import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import { visibleServers } from './visibility'

/** A tool whose newest definition is not the one that people rely on. `approved` null = nobody relied on any. */
export type UnapprovedTool = {
  id: string; serverId: string; slug: string; serverName: string; ownerId: string; backupOwnerId: string | null; name: string
  approvedHash: string | null; approvedNumber: number | null; newest: { number: number; definition: ToolDefinition; firstSeenAt: Date }
}

/** Beyond this many the rest waits for its turn. */
const LISTED = 200

/** Tools that wait for somebody to accept their definition, on servers whose first complete listing made a baseline, by server and name. */
export async function listUnapproved(actor: Actor, only: { slug: string; name: string } | null = null): Promise<UnapprovedTool[]> {
  const visible = visibleServers(actor)
  if (visible === null) return []
  const found = await db().tool.findMany({
    where: {
      removedAt: null, definitionHash: { not: null }, ...(only === null ? {} : { name: only.name }),
      OR: [{ approvedHash: null }, { NOT: { definitionHash: { equals: db().tool.fields.approvedHash } } }],
      server: { AND: [visible, { lifecycle: { notIn: ['rejected', 'retired'] }, tools: { some: { approvedHash: { not: null } } } }, only === null ? {} : { slug: only.slug }] },
    },
    include: { server: { select: { slug: true, name: true, ownerId: true, backupOwnerId: true } }, versions: { orderBy: { number: 'desc' }, take: 1 } },
    orderBy: [{ server: { slug: 'asc' } }, { name: 'asc' }], take: LISTED,
  })
  return found.flatMap(({ server, versions: [newest], ...tool }) => (newest === undefined ? [] : [{
    id: tool.id, serverId: tool.serverId, slug: server.slug, serverName: server.name, ownerId: server.ownerId, backupOwnerId: server.backupOwnerId, name: tool.name,
    approvedHash: tool.approvedHash, approvedNumber: tool.approvedNumber, newest: { number: newest.number, definition: newest.definition as unknown as ToolDefinition, firstSeenAt: newest.firstSeenAt },
  }]))
}
