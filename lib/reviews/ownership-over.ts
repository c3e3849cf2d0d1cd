import { REGISTERED_STATES } from '@/lib/registry/model'
import type { FrozenOwnership } from './frozen'

/** Who answers for a server or an agent now. Of an agent: its sponsor; `lifecycle` active or inactive. */
export type OwnershipNow = { ownerId: string; ownerName: string; ownerActive: boolean; lifecycle: string }

/**
 * Is what nobody attested settled: does it have another owner, an active one, or is it out of service? Says which, in words; null = it
 * waits. One that is gone from the register is settled too.
 */
export function ownershipOver(frozen: FrozenOwnership, now: OwnershipNow | null): string | null {
  if (now === null) return `${frozen.name} is not in the register any more.`
  const inService = frozen.subject === 'agent' ? now.lifecycle === 'active' : REGISTERED_STATES.has(now.lifecycle) && now.lifecycle !== 'retired'
  if (!inService) return `${frozen.name} is out of service.`
  if (now.ownerActive && now.ownerId !== frozen.owner?.id) return `${now.ownerName} answers for ${frozen.name} now.`
  return null
}
