import { type Actor, may, require } from '@/lib/auth/actor'
import { type LifecyclePolicyView, listLifecyclePolicies } from '@/lib/lifecycle/queries/policies'

/** How much of the history the screen shows; the endpoint answers all of it. */
const SHOWN = 50

export type LifecyclePolicyScreen = { current: LifecyclePolicyView; history: LifecyclePolicyView[]; mayEdit: boolean }

/** The policy in force and how it came to be; what must not last is no secret to anybody who sees the registry. */
export async function lifecyclePolicyScreen(actor: Actor): Promise<LifecyclePolicyScreen> {
  require(actor, 'registry.read')
  const history = await listLifecyclePolicies(SHOWN)
  const [current] = history
  if (current === undefined) throw new Error('There is always a policy: number 0 at least.')
  return { current, history, mayEdit: may(actor, 'lifecycle.manage') && (actor.kind === 'person' || actor.bootstrap) }
}
