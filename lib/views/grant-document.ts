import { type Actor, may, mayOnServer } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { documentDrift, type DocumentDrift } from '@/lib/document/queries/document-drift'
import { serverChoices } from '@/lib/registry/queries/servers'

export type DocumentScreen = {
  /** Servers of which the actor sees every grant. */
  servers: { slug: string; name: string }[]
  mayApply: boolean
  drift: DocumentDrift
}

/** Grants as code: what it can speak for, and the last applied documents against now. */
export async function documentScreen(actor: Actor, now: Date): Promise<DocumentScreen> {
  const servers = await serverChoices(actor)
  const closed = new Set((await db().server.findMany({ where: { lifecycle: { in: ['rejected', 'retired'] } }, select: { id: true } })).map((server) => server.id))
  return {
    servers: servers.filter((server) => !closed.has(server.id) && mayOnServer(actor, 'registry.read', server.id)).map(({ slug, name }) => ({ slug, name })),
    mayApply: may(actor, 'grant.request'), drift: await documentDrift(actor, now),
  }
}
