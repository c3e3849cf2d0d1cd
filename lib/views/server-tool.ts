import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { getServer } from '@/lib/registry/queries/servers'
import { listTools, listToolVersions, type ToolVersionView } from '@/lib/registry/queries/tools'
import type { ToolView } from '@/lib/registry/tool-view'

export type ToolScreen = { tool: ToolView; versions: ToolVersionView[]; mayClassify: boolean }

/** One tool of a server with its definitions, newest first; null when the catalogue does not know it. */
export async function toolScreen(actor: Actor, slug: string, name: string): Promise<ToolScreen | null> {
  const server = await getServer(actor, slug)
  const tool = (await listTools(actor, slug, { limit: 2000 })).find((one) => one.name === name)
  if (tool === undefined) return null
  return { tool, versions: await listToolVersions(actor, slug, name, { limit: 20 }), mayClassify: mayOnServer(actor, 'tool.classify', server.id) }
}
