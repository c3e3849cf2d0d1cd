import { type Actor, require } from '@/lib/auth/actor'
import type { LifecyclePolicy } from '@/lib/lifecycle/policy'
import { type PolicyPreview, previewPolicy } from '@/lib/lifecycle/preview'
import { openDuties } from './duties'
import { loadFacts, loadWorld } from './facts'
import { lifecyclePolicyInForce } from './policies'

/** What a proposed policy would lead to today and in the days to come, against the one in force. Nothing is written. */
export async function previewLifecyclePolicy(actor: Actor, proposed: LifecyclePolicy, now: Date): Promise<PolicyPreview> {
  require(actor, 'lifecycle.manage')
  const { policy } = await lifecyclePolicyInForce()
  const [facts, open, world] = await Promise.all([loadFacts(now), openDuties(), loadWorld(now, [proposed, policy])])
  return previewPolicy(proposed, policy, facts, open, world)
}
