import { SYSTEM } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { enqueue } from '@/lib/notify/enqueue'
import { toRequester } from '@/lib/requests/messages'
import { needOf } from '@/lib/requests/need'
import { progressOf } from '@/lib/requests/progress'
import { stillPending } from '@/lib/requests/queries/list-requests'
import { factsOf } from '@/lib/requests/queries/request-views'
import { findRequests } from '@/lib/requests/queries/stored-requests'
import { decisionsOfRound, type StoredRequest, stateOf } from '@/lib/requests/stored'
import { lockFacts, lockRequest } from './load'
import { finish } from './settle'
import { readRequest, recordRequest } from './write'

const MOST = 500

/**
 * Grants what everybody has approved who must, where the last of them is not needed any more: the server is less sensitive since, or
 * the settings are as they were again. No answer is to come for such a request, so nobody but the console can close it. Idempotent;
 * answers how many there were. What cannot be granted now stays as it is.
 */
export async function settleRequests(ctx: Ctx): Promise<number> {
  const found = await findRequests({ AND: [stillPending(ctx.now), { decisions: { some: { answer: 'approve' } } }] }, MOST)
  const facts = await factsOf(found, ctx.now, db())
  const complete = found.filter((request) => {
    const own = facts.get(request.id)
    return own !== undefined && isComplete(request, own)
  })
  let settled = 0
  for (const { id } of complete) if (await settle(ctx, id)) settled += 1
  return settled
}

type Facts = Awaited<ReturnType<typeof lockFacts>>

function isComplete(request: StoredRequest, facts: Facts): boolean {
  if (request.content === null) return false
  return progressOf(needOf(request.kind, facts.policies, request.content, facts.server), decisionsOfRound(request), facts.approval).outcome === 'approved'
}

async function settle(ctx: Ctx, id: string): Promise<boolean> {
  try {
    return await transaction(async (tx) => {
      const { request, ctx: now } = await lockRequest(tx, ctx, SYSTEM, id)
      const { content } = request
      if (content === null || stateOf(request, now.now) !== 'pending') return false
      const answered = decisionsOfRound(request).flatMap((one) => [one.personId, ...(one.onBehalfOf === null ? [] : [one.onBehalfOf])])
      const facts = await lockFacts(tx, now, { content, behind: request.behind, sponsorBefore: request.sponsorId, policyNumber: request.policyNumber, answered }, SYSTEM)
      if (!isComplete(request, facts)) return false
      const rest = await finish(tx, now, SYSTEM, { request, content, facts })
      const view = await readRequest(tx, now, id)
      await enqueue(tx, now, [toRequester(view, 'approved', `${request.round}:settled`)])
      await rest()
      await recordRequest(tx, now, SYSTEM, 'approved', view, { settled: true, revision: request.revision, grants: view.grantIds })
      return true
    })
  } catch (error) {
    if (isAppError(error)) return false
    throw error
  }
}
