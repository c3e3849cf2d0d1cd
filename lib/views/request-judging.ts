import { orNull } from '@/lib/boundary/or-null'
import type { Actor } from '@/lib/auth/actor'
import type { RequestView } from '@/lib/requests/model'
import { adviceForRequest, type RequestAdvice } from './request-advice'
import { type ActualUse, prefillFrom } from './request-prefill'

/** What whoever decides, and whoever asked, must know. `advice` is null where the actor has no part in the decision. */
export type Judged = { advice: RequestAdvice | null; /** Of the grant that would be renewed or confirmed. */ use: ActualUse | null }

/** What a pending request would add, and for a renewal or confirmation what was used so far. What the actor may not see is left out. */
export async function adviceForScreen(actor: Actor, request: RequestView, now: Date): Promise<Judged> {
  const [advice, use] = await Promise.all([orNull(() => adviceForRequest(actor, request.id, now)), useOf(actor, request, now)])
  return { advice, use }
}

async function useOf(actor: Actor, { renews, confirms }: RequestView, now: Date): Promise<ActualUse | null> {
  if (renews === null && confirms === null) return null
  return orNull(async () => (await prefillFrom(actor, renews === null ? { confirm: confirms ?? '' } : { renew: renews }, now)).use)
}
