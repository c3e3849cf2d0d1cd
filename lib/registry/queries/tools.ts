import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { rows } from '@/lib/db/pool'
import { notFound } from '@/lib/errors'
import { accessSchema } from '@/lib/registry/model'
import { TOOL_INCLUDE, type ToolView, toolView } from '@/lib/registry/tool-view'
import { visibleServerId, visibleServers } from './visibility'

/** A server's tools by name; `after` is the last name of the page before. */
export async function listTools(actor: Actor, slug: string, page: { limit: number; after?: string | undefined }): Promise<ToolView[]> {
  const id = await visibleServerId(actor, slug)
  const found = await db().tool.findMany({
    where: { serverId: id, ...(page.after === undefined ? {} : { name: { gt: page.after } }) }, orderBy: { name: 'asc' }, take: page.limit, include: TOOL_INCLUDE,
  })
  return found.map(toolView)
}

/** One tool of a visible server; null when the catalogue does not know it. */
export async function findTool(actor: Actor, slug: string, name: string): Promise<ToolView | null> {
  const serverId = await visibleServerId(actor, slug)
  const found = await db().tool.findUnique({ where: { serverId_name: { serverId, name } }, include: TOOL_INCLUDE })
  return found === null ? null : toolView(found)
}

/** `change`: first, widening, altering or wording, against the version before. `runId`: the run of discovery that saw it first; null = declared by a person. */
export type ToolVersionView = { number: number; hash: string; definition: unknown; change: string; runId: string | null; firstSeenAt: string }

/** The definitions a tool has had, newest first; `before` is the last number of the page before. */
export async function listToolVersions(actor: Actor, slug: string, name: string, page: { limit: number; before?: number | undefined }): Promise<ToolVersionView[]> {
  const id = await visibleServerId(actor, slug)
  const tool = await db().tool.findUnique({ where: { serverId_name: { serverId: id, name } }, select: { id: true } })
  if (tool === null) throw notFound('tool')
  const found = await db().toolVersion.findMany({
    where: { toolId: tool.id, ...(page.before === undefined ? {} : { number: { lt: page.before } }) }, orderBy: { number: 'desc' }, take: page.limit,
  })
  return found.map((row) => ({ number: row.number, hash: row.hash, definition: row.definition, change: row.change, runId: row.runId, firstSeenAt: row.firstSeenAt.toISOString() }))
}

/** Which tools of the fleet. */
export const fleetFilter = z.strictObject({
  server: z.string().max(63).optional(),
  class: accessSchema.optional(),
  decidedBy: z.enum(['person', 'suggestion']).optional(),
  q: z.string().trim().max(200).optional(),
})

export type FleetTool = ToolView & { server: string }

/** Tools of all servers that the actor may see, by server and name; `after` is the last one of the page before. */
export async function listFleet(actor: Actor, filter: z.output<typeof fleetFilter>, page: { limit: number; after?: { server: string; name: string } | undefined }): Promise<FleetTool[]> {
  const visible = visibleServers(actor)
  if (visible === null) return []
  const { q } = filter
  const chosen = await chosenClasses(filter)
  const found = await db().tool.findMany({
    where: { AND: [
      { server: { AND: [visible, { lifecycle: { not: 'rejected' } }, filter.server === undefined ? {} : { slug: filter.server }] } },
      chosen === null ? {} : { id: { in: chosen } },
      q === undefined || q === '' ? {} : { OR: (['name', 'title', 'description'] as const).map((member) => ({ [member]: { contains: q, mode: 'insensitive' as const } })) },
      page.after === undefined ? {} : { OR: [{ server: { slug: { gt: page.after.server } } }, { server: { slug: page.after.server }, name: { gt: page.after.name } }] },
    ] },
    orderBy: [{ server: { slug: 'asc' } }, { name: 'asc' }], take: page.limit, include: { ...TOOL_INCLUDE, server: { select: { slug: true } } },
  })
  return found.map((row) => ({ ...toolView(row), server: row.server.slug }))
}

/** Tools whose latest class is the wanted one; null = the filter does not ask. */
async function chosenClasses(filter: z.output<typeof fleetFilter>): Promise<string[] | null> {
  if (filter.class === undefined && filter.decidedBy === undefined) return null
  const found = await rows<{ id: string }>(
    `SELECT latest.tool_id AS id FROM (SELECT DISTINCT ON (tool_id) tool_id, access, decided_by FROM tool_class ORDER BY tool_id, at DESC) AS latest
     WHERE ($1::text IS NULL OR latest.access::text = $1) AND ($2::text IS NULL OR latest.decided_by = $2)`, [filter.class ?? null, filter.decidedBy ?? null],
  )
  return found.map(({ id }) => id)
}
