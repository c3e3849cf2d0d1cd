import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { getServer } from '@/lib/registry/queries/servers'
import { findTool, listToolVersions, type ToolVersionView } from '@/lib/registry/queries/tools'
import type { ToolView } from '@/lib/registry/tool-view'
import { type DefinitionToApprove, definitionsToApprove } from './definitions-to-approve'

export type ToolScreen = { tool: ToolView; versions: ToolVersionView[]; mayClassify: boolean; /** Where its newest definition waits for somebody to accept it. */ unapproved: DefinitionToApprove | null }

/** One tool of a server with its definitions, newest first; null when the catalogue does not know it. */
export async function toolScreen(actor: Actor, slug: string, name: string, now: Date): Promise<ToolScreen | null> {
  const server = await getServer(actor, slug)
  const tool = await findTool(actor, slug, name)
  if (tool === null) return null
  const versions = await listToolVersions(actor, slug, name, { limit: 20 })
  const [unapproved] = await definitionsToApprove(actor, now, { slug, name })
  return { tool, versions, mayClassify: mayOnServer(actor, 'tool.classify', server.id), unapproved: unapproved ?? null }
}
