import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import { TOOL_INCLUDE, type ToolView, toolView } from '@/lib/registry/tool-view'
import { visibleServers } from './visibility'

/** The id of a visible server; not found otherwise. */
async function serverId(actor: Actor, slug: string): Promise<string> {
  const visible = visibleServers(actor)
  const found = visible === null ? null : await db().server.findFirst({ where: { AND: [visible, { slug }] }, select: { id: true } })
  if (found === null) throw notFound('server')
  return found.id
}

/** A server's tools by name; `after` is the last name of the page before. */
export async function listTools(actor: Actor, slug: string, page: { limit: number; after?: string | undefined }): Promise<ToolView[]> {
  const id = await serverId(actor, slug)
  const found = await db().tool.findMany({
    where: { serverId: id, ...(page.after === undefined ? {} : { name: { gt: page.after } }) }, orderBy: { name: 'asc' }, take: page.limit, include: TOOL_INCLUDE,
  })
  return found.map(toolView)
}

export type ToolVersionView = { number: number; hash: string; definition: unknown; firstSeenAt: string }

/** The definitions a tool has had, newest first; `before` is the last number of the page before. */
export async function listToolVersions(actor: Actor, slug: string, name: string, page: { limit: number; before?: number | undefined }): Promise<ToolVersionView[]> {
  const id = await serverId(actor, slug)
  const tool = await db().tool.findUnique({ where: { serverId_name: { serverId: id, name } }, select: { id: true } })
  if (tool === null) throw notFound('tool')
  const found = await db().toolVersion.findMany({
    where: { toolId: tool.id, ...(page.before === undefined ? {} : { number: { lt: page.before } }) }, orderBy: { number: 'desc' }, take: page.limit,
  })
  return found.map((row) => ({ number: row.number, hash: row.hash, definition: row.definition, firstSeenAt: row.firstSeenAt.toISOString() }))
}
