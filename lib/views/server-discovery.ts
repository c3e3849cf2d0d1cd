import { type Actor, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type ContextView, listContexts, listRuns } from '@/lib/discovery/queries/runs'
import type { RunView } from '@/lib/discovery/run-view'
import type { ServerView } from '@/lib/registry/server-view'

const LISTED_RUNS = 8
const LISTED_CONTEXTS = 200

export type ServerDiscovery = {
  /** Newest first. */
  runs: RunView[]
  contexts: ContextView[]
  contextsTotal: number
  mayDiscover: boolean
  /** Why nobody can ask this server now; null = it can be asked. */
  obstacle: string | null
}

/** What discovery knows of one server that the actor may see. */
export async function serverDiscovery(actor: Actor, server: ServerView): Promise<ServerDiscovery> {
  const [runs, contexts, contextsTotal] = await Promise.all([
    listRuns(actor, server.slug, { limit: LISTED_RUNS }), listContexts(actor, server.slug, { limit: LISTED_CONTEXTS, offered: true }),
    db().serverContext.count({ where: { serverId: server.id, removedAt: null } }),
  ])
  return { runs, contexts, contextsTotal, mayDiscover: mayOnServer(actor, 'server.discover', server.id), obstacle: obstacleOf(server) }
}

function obstacleOf({ lifecycle }: ServerView): string | null {
  return lifecycle === 'rejected' || lifecycle === 'retired' ? `A ${lifecycle} server is not asked any more.` : null
}
