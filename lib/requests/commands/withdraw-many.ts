import { type Actor, SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { HolderKind } from '@/lib/names/model'
import { enqueue } from '@/lib/notify/enqueue'
import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { requestTitle } from '@/lib/requests/content-view'
import type { RequestMessage } from '@/lib/requests/messages'
import type { RequestView } from '@/lib/requests/model'
import { readRequest, recordRequest } from './write'

export type OpenRequest = { id: string; state: string; kind: string }

/**
 * Locks what waits to be decided or was never sent and names this holder (as server, agent, client or person), or was asked by the person;
 * in one order, before servers and people, as requests themselves do.
 */
export async function lockRequestsOf(tx: Tx, { kind, id }: { kind: HolderKind; id: string }): Promise<OpenRequest[]> {
  const [server, agent, client, person] = (['server', 'agent', 'client', 'person'] as const).map((one) => (one === kind ? id : null))
  return tx.$queryRaw<OpenRequest[]>`
    SELECT id, state::text, kind::text FROM grant_request
    WHERE state IN ('draft', 'pending') AND (server_id = ${server} OR agent_id = ${agent} OR person_id = ${person} OR requester_id = ${person} OR (state = 'pending' AND content ->> 'clientId' = ${client}))
    ORDER BY id FOR UPDATE`
}

/**
 * Withdraws them in the console's name, in the caller's transaction, which has locked them; drafts are thrown away, of which nobody was
 * asked anything. What broke the glass stays to be answered for: its grants end with the others. Whoever asked is told, but for `butFor`.
 * Answers what is left to write into the trail.
 */
export async function withdrawMany(tx: Tx, ctx: Ctx, actor: Actor, found: readonly OpenRequest[], because: { reason: string; detail: Record<string, unknown>; butFor: readonly string[] }): Promise<{ withdrawn: string[]; discarded: string[]; rest: () => Promise<void> }> {
  const { reason } = because
  const drafts = found.filter((one) => one.state === 'draft').map((one) => one.id)
  const pending = found.filter((one) => one.state === 'pending' && one.kind !== 'break_glass').map((one) => one.id)
  if (drafts.length > 0) await tx.grantRequest.deleteMany({ where: { id: { in: drafts } } })
  if (pending.length > 0) await tx.grantRequest.updateMany({ where: { id: { in: pending } }, data: { state: 'withdrawn', closedAt: ctx.now, closedBy: SYSTEM.id, closeReason: reason, updatedAt: ctx.now } })
  const views: RequestView[] = []
  for (const id of pending) views.push(await readRequest(tx, ctx, id))
  await enqueue(tx, ctx, views.filter((view) => !because.butFor.includes(view.requester.id)).map((view) => messageOf(view, reason)))
  return { withdrawn: pending, discarded: drafts, rest: async () => { for (const view of views) await recordRequest(tx, ctx, SYSTEM, 'withdrawn', view, { reason, by: actor.id, ...because.detail }) } }
}

function messageOf(view: RequestView, reason: string): RequestMessage {
  const subject = `Your request was withdrawn: ${requestTitle(view)}`
  return { key: `request.withdrawn:${view.id}`, kind: 'request.withdrawn', recipientId: view.requester.id, subject, text: `${subject}.\n\n${oneLine(reason, 500)}`, path: paths.request(view.id) }
}
