import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'
import type { RequestContent } from '@/lib/requests/content'
import { requestTitle } from '@/lib/requests/content-view'
import type { RequestView } from '@/lib/requests/model'
import { requestViews } from '@/lib/requests/queries/request-views'
import { findRequest } from '@/lib/requests/queries/stored-requests'
import type { StoredRevision } from '@/lib/requests/stored'
import { record } from '@/lib/trail/record'

/** Ids and rule as the columns by which requests are found. */
export function columnsOf(content: RequestContent): { serverId: string; agentId: string | null; personId: string | null; content: Prisma.InputJsonObject } {
  return { serverId: content.serverId, agentId: content.agentId, personId: content.human.rule === 'person' ? content.human.personId : null, content: content as unknown as Prisma.InputJsonObject }
}

/** Keeps what the request says from now on, for ever. */
export async function addRevision(tx: Tx, ctx: Ctx, actor: Actor, requestId: string, revision: Pick<StoredRevision, 'number' | 'change' | 'content'>): Promise<void> {
  await tx.requestRevision.create({ data: { requestId, ...revision, content: revision.content as unknown as Prisma.InputJsonObject, by: actor.id, at: ctx.now } })
}

/** The answer for a request as it is inside this transaction, whoever reads it: the command has asked. */
export async function readRequest(tx: Tx, ctx: Ctx, id: string): Promise<RequestView> {
  const request = await findRequest({ id }, tx)
  const [view] = request === null ? [] : await requestViews([request], ctx.now, tx)
  if (view === undefined) throw new Error(`Request ${id} is missing in its own transaction`)
  return view
}

export async function recordRequest(tx: Tx, ctx: Ctx, actor: Actor, action: string, view: RequestView, detail: Record<string, unknown>): Promise<void> {
  await record(tx, ctx, { actor, action: `request.${action}`, object: { kind: 'request', id: view.id, name: requestTitle(view) }, detail: { server: view.server, caller: view.caller, ...detail } })
}
