import type { Actor } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { runView, type RunView } from '@/lib/discovery/run-view'
import { notFound } from '@/lib/errors'
import { visibleServerId } from '@/lib/registry/queries/visibility'

/** A server's runs, newest first; `before` is the position of the last of the page before. */
export async function listRuns(actor: Actor, slug: string, page: { limit: number; before?: { at: Date; id: string } | undefined }): Promise<RunView[]> {
  const id = await visibleServerId(actor, slug)
  const { before } = page
  const found = await db().discoveryRun.findMany({
    where: { serverId: id, ...(before === undefined ? {} : { OR: [{ startedAt: { lt: before.at } }, { startedAt: before.at, id: { lt: before.id } }] }) },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: page.limit, omit: { listing: true },
  })
  return found.map((run) => runView(slug, run))
}

export async function getRun(actor: Actor, slug: string, runId: string): Promise<RunView> {
  const id = await visibleServerId(actor, slug)
  const run = await db().discoveryRun.findFirst({ where: { id: runId, serverId: id }, omit: { listing: true } })
  if (run === null) throw notFound('run')
  return runView(slug, run)
}

export type ContextView = {
  id: string; kind: string; name: string; title: string | null; description: string | null; mimeType: string | null; detail: Record<string, unknown>
  firstSeenAt: string; lastSeenAt: string; removedAt: string | null
}

/** What a server offers beside tools, by kind and name; those that are no longer offered too, unless `offered`. */
export async function listContexts(actor: Actor, slug: string, page: { limit: number; kind?: string | undefined; offered?: boolean; after?: { kind: string; name: string } | undefined }): Promise<ContextView[]> {
  const id = await visibleServerId(actor, slug)
  const { after, kind, offered } = page
  const found = await db().serverContext.findMany({
    where: { serverId: id, AND: [offered === true ? { removedAt: null } : {}, kind === undefined ? {} : { kind }, after === undefined ? {} : { OR: [{ kind: { gt: after.kind } }, { kind: after.kind, name: { gt: after.name } }] }] },
    orderBy: [{ kind: 'asc' }, { name: 'asc' }], take: page.limit,
  })
  return found.map(({ serverId: _server, detail, firstSeenAt, lastSeenAt, removedAt, ...context }) => ({
    ...context, detail: detail as Record<string, unknown>, firstSeenAt: firstSeenAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(), removedAt: removedAt?.toISOString() ?? null,
  }))
}
