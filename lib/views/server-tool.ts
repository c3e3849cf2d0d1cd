import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { getServer } from '@/lib/registry/queries/servers'
import { findTool, listToolVersions, type ToolVersionView } from '@/lib/registry/queries/tools'
import type { ToolView } from '@/lib/registry/tool-view'
import { type DefinitionPair, definitionsBetween } from './definition-pair'

/** The newest definition against the one that people rely on. */
export type Unapproved = DefinitionPair & { /** Grants that rest because of it. */ held: number; mayApprove: boolean }

export type ToolScreen = { tool: ToolView; versions: ToolVersionView[]; mayClassify: boolean; unapproved: Unapproved | null }

/** One tool of a server with its definitions, newest first; null when the catalogue does not know it. */
export async function toolScreen(actor: Actor, slug: string, name: string): Promise<ToolScreen | null> {
  const server = await getServer(actor, slug)
  const tool = await findTool(actor, slug, name)
  if (tool === null) return null
  const versions = await listToolVersions(actor, slug, name, { limit: 20 })
  const mayApprove = mayOnServer(actor, 'definition.approve', server.id)
  return { tool, versions, mayClassify: mayOnServer(actor, 'tool.classify', server.id), unapproved: await unapprovedOf(actor, server, tool, mayApprove) }
}

async function unapprovedOf(actor: Actor, server: { id: string; slug: string }, tool: ToolView, mayApprove: boolean): Promise<Unapproved | null> {
  if (tool.version === null || tool.approvedVersion === tool.version) return null
  // Before the first complete run nothing is new: there is nothing to be new against.
  if ((await db().tool.count({ where: { serverId: server.id, approvedHash: { not: null } } })) === 0) return null
  const [held, pair] = await Promise.all([
    db().grantHold.count({ where: { cause: 'definition', closedAt: null, grant: { serverId: server.id }, OR: [{ toolName: tool.name }, { toolName: null, grant: { target: tool.name } }] } }),
    definitionsBetween(actor, server.slug, tool.name, tool.approvedVersion, tool.version),
  ])
  return pair === null ? null : { ...pair, held, mayApprove }
}
