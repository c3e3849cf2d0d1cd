import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { DefinitionApprover } from '@/lib/grants/definition-approval'
import { getServer } from '@/lib/registry/queries/servers'
import { findTool, listToolVersions, type ToolVersionView } from '@/lib/registry/queries/tools'
import { listUnapproved } from '@/lib/registry/queries/unapproved'
import type { ToolView } from '@/lib/registry/tool-view'
import { type DefinitionPair, definitionsBetween } from './definition-pair'
import { stepFor } from './definitions-to-approve'

/** The newest definition against the one that people rely on. */
export type Unapproved = DefinitionPair & { /** Grants that rest because of it. */ held: number; mayApprove: boolean; approver: DefinitionApprover }

export type ToolScreen = { tool: ToolView; versions: ToolVersionView[]; mayClassify: boolean; unapproved: Unapproved | null }

/** One tool of a server with its definitions, newest first; null when the catalogue does not know it. */
export async function toolScreen(actor: Actor, slug: string, name: string, now: Date): Promise<ToolScreen | null> {
  const server = await getServer(actor, slug)
  const tool = await findTool(actor, slug, name)
  if (tool === null) return null
  const versions = await listToolVersions(actor, slug, name, { limit: 20 })
  return { tool, versions, mayClassify: mayOnServer(actor, 'tool.classify', server.id), unapproved: await unapprovedOf(actor, server, tool, now) }
}

async function unapprovedOf(actor: Actor, server: { id: string; slug: string }, tool: ToolView, now: Date): Promise<Unapproved | null> {
  // Before the first complete run nothing is new: there is nothing to be new against.
  const [waiting] = await listUnapproved(actor, { slug: server.slug, name: tool.name })
  if (waiting === undefined) return null
  const [held, pair, { step, mine }] = await Promise.all([
    db().grantHold.count({ where: { cause: 'definition', closedAt: null, grant: { serverId: server.id }, OR: [{ toolName: tool.name }, { toolName: null, grant: { target: tool.name } }] } }),
    definitionsBetween(actor, server.slug, tool.name, waiting.approvedNumber, waiting.newest.number),
    stepFor(actor, waiting, now),
  ])
  return pair === null ? null : { ...pair, held, mayApprove: mine, approver: step.approver }
}
