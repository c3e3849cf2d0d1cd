import { type Actor, require } from '@/lib/auth/actor'
import { fromLike, fromRequest } from './request-prefill-copies'
import { fromConfirmed, fromRenewed } from './request-prefill-grants'
import { EMPTY, type Prefill, type PrefillFrom } from './request-prefill-model'
import { fromRegistry } from './request-prefill-registry'
import { fromEvent, fromFinding } from './request-prefill-seen'

export type { ActualUse, Filled, Prefill, PrefillFrom } from './request-prefill-model'

/**
 * A request begun from something that the actor may see; `not_found` for what they may not. Where several things are named, the one
 * that says most counts: a request asked again, a grant, a finding, a call, another agent; else server, tools and agent together.
 * Nothing is written.
 */
export async function prefillFrom(actor: Actor, from: PrefillFrom, now: Date): Promise<Prefill> {
  require(actor, 'grant.request')
  if (from.replaces !== undefined) return fromRequest(actor, from.replaces, now)
  if (from.renew !== undefined) return fromRenewed(actor, from.renew, now)
  if (from.confirm !== undefined) return fromConfirmed(actor, from.confirm, now)
  if (from.finding !== undefined) return fromFinding(actor, from.finding, now)
  if (from.event !== undefined) return fromEvent(actor, from.event, now)
  if (from.like !== undefined) return fromLike(actor, { ...from, like: from.like }, now)
  return from.server === undefined && from.agent === undefined ? EMPTY : fromRegistry(actor, from, now)
}
