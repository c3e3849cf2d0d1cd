import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { changeOf } from '@/lib/registry/definition-change'
import type { DefinitionChange } from '@/lib/registry/definition-model'
import { getServer } from '@/lib/registry/queries/servers'
import { listTools, listToolVersions, type ToolVersionView } from '@/lib/registry/queries/tools'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import type { ToolView } from '@/lib/registry/tool-view'

/** What the newest definition does against the one that people rely on. `from` null = nobody relied on any yet. */
export type Unapproved = { from: { number: number; definition: ToolDefinition } | null; to: { number: number; definition: ToolDefinition }; change: DefinitionChange; /** Grants that rest because of it. */ held: number; mayApprove: boolean }

export type ToolScreen = { tool: ToolView; versions: ToolVersionView[]; mayClassify: boolean; unapproved: Unapproved | null }

/** One tool of a server with its definitions, newest first; null when the catalogue does not know it. */
export async function toolScreen(actor: Actor, slug: string, name: string): Promise<ToolScreen | null> {
  const server = await getServer(actor, slug)
  const tool = (await listTools(actor, slug, { limit: 2000 })).find((one) => one.name === name)
  if (tool === undefined) return null
  const versions = await listToolVersions(actor, slug, name, { limit: 20 })
  const mayApprove = mayOnServer(actor, 'definition.approve', server.id)
  return { tool, versions, mayClassify: mayOnServer(actor, 'tool.classify', server.id), unapproved: await unapprovedOf(server.id, tool, versions, mayApprove) }
}

async function unapprovedOf(serverId: string, tool: ToolView, versions: readonly ToolVersionView[], mayApprove: boolean): Promise<Unapproved | null> {
  const newest = versions[0]
  if (newest === undefined || tool.approvedVersion === newest.number) return null
  const [held, approved, based] = await Promise.all([
    db().grantHold.count({ where: { cause: 'definition', closedAt: null, grant: { serverId }, OR: [{ toolName: tool.name }, { toolName: null, grant: { target: tool.name } }] } }),
    tool.approvedVersion === null ? null : db().toolVersion.findUnique({ where: { toolId_number: { toolId: tool.id, number: tool.approvedVersion } } }),
    db().tool.count({ where: { serverId, approvedHash: { not: null } } }),
  ])
  // Before the first complete run nothing is new: there is nothing to be new against.
  if (based === 0) return null
  // Definitions are stored as they were checked: objects with the members of one.
  const to = { number: newest.number, definition: newest.definition as ToolDefinition }
  const from = approved === null ? null : { number: approved.number, definition: approved.definition as ToolDefinition }
  return { from, to, change: from === null ? { kind: 'altering', reasons: [] } : changeOf(from.definition, to.definition), held, mayApprove }
}
