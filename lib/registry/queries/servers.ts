import type { Actor } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { Environment, Lifecycle, Sensitivity } from '@/lib/registry/model'
import { SERVER_INCLUDE, type ServerView, serverView } from '@/lib/registry/server-view'
import { currentNames } from './names'
import { visibleServers } from './visibility'

export type ServerFilter = {
  lifecycle?: readonly Lifecycle[] | undefined
  environment?: readonly Environment[] | undefined
  sensitivity?: readonly Sensitivity[] | undefined
  /** E-mail of the owner; a backup owner is not one. */
  owner?: readonly string[] | undefined
  /** Part of slug, name, purpose or a name bound now. */
  q?: string | undefined
}

/** A keyset page: `after` is the last slug of the page before. */
export type ServerPage = ServerFilter & { limit: number; after?: string | undefined }

/** The servers that the actor may see, by slug. */
export async function listServers(actor: Actor, page: ServerPage): Promise<ServerView[]> {
  const where = await whereOf(actor, page)
  if (where === null) return []
  const found = await db().server.findMany({
    where: { AND: [where, page.after === undefined ? {} : { slug: { gt: page.after } }] }, orderBy: { slug: 'asc' }, take: page.limit, include: SERVER_INCLUDE,
  })
  const names = await currentNames('server', found.map((row) => row.id))
  return found.map((row) => serverView(row, names.get(row.id) ?? []))
}

/** The conditions of visibility and filter together; null = the actor sees nothing at all. */
export async function whereOf(actor: Actor, filter: ServerFilter): Promise<Prisma.ServerWhereInput | null> {
  const visible = visibleServers(actor)
  if (visible === null) return null
  const conditions: Prisma.ServerWhereInput[] = [visible]
  if (filter.lifecycle !== undefined) conditions.push({ lifecycle: { in: [...filter.lifecycle] } })
  if (filter.environment !== undefined) conditions.push({ environment: { in: [...filter.environment] } })
  if (filter.sensitivity !== undefined) conditions.push({ sensitivity: { in: [...filter.sensitivity] } })
  if (filter.owner !== undefined) {
    conditions.push({ owner: { email: { in: filter.owner.map((email) => email.toLowerCase()) } } })
  }
  if (filter.q !== undefined && filter.q !== '') conditions.push(await matching(filter.q))
  return { AND: conditions }
}

async function matching(q: string): Promise<Prisma.ServerWhereInput> {
  const contains = { contains: escaped(q), mode: 'insensitive' as const }
  const named = await db().nameBinding.findMany({ where: { holderKind: 'server', validTo: null, name: contains }, select: { holderId: true }, distinct: ['holderId'], take: 5000 })
  return { OR: [{ slug: contains }, { name: contains }, { purpose: contains }, { id: { in: named.map((name) => name.holderId) } }] }
}

/** LIKE would read these as wildcards. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}

/** The server with this slug; not found when there is none or the actor may not see it. */
export async function getServer(actor: Actor, slug: string): Promise<ServerView> {
  const found = await findServer(actor, slug)
  if (found === null) throw notFound('server')
  return found
}

export async function findServer(actor: Actor, slug: string): Promise<ServerView | null> {
  const visible = visibleServers(actor)
  if (visible === null) return null
  const row = await db().server.findFirst({ where: { AND: [visible, { slug }] }, include: SERVER_INCLUDE })
  if (row === null) return null
  return serverView(row, (await currentNames('server', [row.id])).get(row.id) ?? [])
}

/** Slugs and names of visible servers: for pickers and the command palette. */
export async function serverChoices(actor: Actor): Promise<{ id: string; slug: string; name: string }[]> {
  const visible = visibleServers(actor)
  return visible === null ? [] : db().server.findMany({ where: visible, orderBy: { slug: 'asc' }, select: { id: true, slug: true, name: true }, take: 2000 })
}
