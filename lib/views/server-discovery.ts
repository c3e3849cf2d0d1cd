import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import type { ServerView } from '@/lib/registry/server-view'

const LISTED_RUNS = 8
const LISTED_CONTEXTS = 200

/** One attempt to list what the server offers. */
export type RunLine = {
  id: string; status: 'running' | 'complete' | 'held' | 'failed'; trigger: string; startedAt: string; finishedAt: string | null; credential: string; address: string
  protocolVersion: string | null; era: string | null; serverInfo: { name: string; version: string } | null; counts: Record<string, number>
  errorCode: string | null; errorMessage: string | null; decision: string | null; decisionReason: string | null
}

/** A resource, resource template or prompt, as last listed. */
export type ContextLine = { id: string; kind: string; name: string; title: string | null; description: string | null; mimeType: string | null; lastSeenAt: string; removedAt: string | null }

export type ServerDiscovery = {
  /** Newest first. */
  runs: RunLine[]
  contexts: ContextLine[]
  contextsTotal: number
  mayDiscover: boolean
  /** Why nobody can ask this server now; null = it can be asked. */
  obstacle: string | null
}

/** What discovery knows of one server that the actor may see. */
export async function serverDiscovery(actor: Actor, server: ServerView): Promise<ServerDiscovery> {
  const contextsHere = { serverId: server.id, removedAt: null }
  const [runs, contexts, contextsTotal] = await Promise.all([
    db().discoveryRun.findMany({ where: { serverId: server.id }, orderBy: [{ startedAt: 'desc' }, { id: 'desc' }], take: LISTED_RUNS, omit: { listing: true } }),
    db().serverContext.findMany({ where: contextsHere, orderBy: [{ kind: 'asc' }, { name: 'asc' }], take: LISTED_CONTEXTS }),
    db().serverContext.count({ where: contextsHere }),
  ])
  return {
    runs: runs.map((run) => ({
      ...run, startedAt: run.startedAt.toISOString(), finishedAt: run.finishedAt?.toISOString() ?? null, serverInfo: serverInfoOf(run.serverInfo), counts: countsOf(run.counts),
    })),
    contexts: contexts.map((context) => ({ ...context, lastSeenAt: context.lastSeenAt.toISOString(), removedAt: null })),
    contextsTotal, mayDiscover: mayOnServer(actor, 'server.discover', server.id), obstacle: obstacleOf(server),
  }
}

function obstacleOf({ lifecycle }: ServerView): string | null {
  return lifecycle === 'rejected' || lifecycle === 'retired' ? `A ${lifecycle} server is not asked any more.` : null
}

function countsOf(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, number] => typeof entry[1] === 'number'))
}

function serverInfoOf(value: unknown): { name: string; version: string } | null {
  if (typeof value !== 'object' || value === null) return null
  const { name, version } = value as { name?: unknown; version?: unknown }
  return { name: typeof name === 'string' ? name : '', version: typeof version === 'string' ? version : '' }
}
