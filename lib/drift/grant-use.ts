import type { UsageFact } from '@/lib/activity/model'
import { effectiveIntervals } from '@/lib/grants/intervals'
import type { Declarations, GrantFact } from '@/lib/grants/model'
import { isExact } from '@/lib/grants/target-match'
import { stateAt } from '@/lib/names/resolve'
import { REGISTERED_STATES } from '@/lib/registry/model'
import { type Evaluability, evaluability } from './evaluability'
import type { DriftInput } from './model'
import { type Called, calledAt, coveredServer } from './names'
import { DAY_MS, lastDays } from './window'

/**
 * What became of a grant in the unused window: used by a covered call; unused though it could have been, on evidence;
 * not evaluable, where no source can vouch for silence; young, where it was not in force for the whole window.
 */
export type GrantUse = { grant: GrantFact; state: 'used' | 'unused' | 'not_evaluable' | 'young'; calls: number; lastAt: number | null; evaluability: Evaluability | null }

/** Registered and not retired: its grants still mean something. */
export function isInService(declarations: Declarations, serverId: string, now: number): boolean {
  const state = stateAt(declarations.servers.get(serverId)?.states ?? [], now) ?? ''
  return state !== 'retired' && REGISTERED_STATES.has(state)
}

/** Every grant in force now or up to now, on a server in service, with its use. */
export function grantUse(input: DriftInput, called: Called = calledAt(input.declarations, input.now)): GrantUse[] {
  const window = lastDays(input.settings.unusedWindowDays, input.now)
  const used = usedGrants(input.usage, window.from)
  const verdicts = new Map<string, Evaluability>()
  const silence = (serverId: string): Evaluability => {
    const known = verdicts.get(serverId)
    if (known !== undefined) return known
    const found = evaluability(input.sources, coveredServer(input.declarations, called, serverId), window)
    verdicts.set(serverId, found)
    return found
  }
  return [...input.declarations.grants.values()].flat().flatMap((grant): GrantUse[] => {
    const throughout = inForce(grant, window.from, input.now)
    if (!isInService(input.declarations, grant.serverId, input.now) || !(throughout || inForce(grant, input.now, input.now))) return []
    const use = used.get(grant.id)
    if (use !== undefined) return [{ grant, state: 'used', calls: use.calls, lastAt: use.lastAt, evaluability: null }]
    if (!throughout || grant.validFrom > input.now - input.settings.unusedGraceDays * DAY_MS) return [{ grant, state: 'young', calls: 0, lastAt: null, evaluability: null }]
    const found = silence(grant.serverId)
    return [{ grant, state: found.evaluable ? 'unused' : 'not_evaluable', calls: 0, lastAt: null, evaluability: found }]
  })
}

/** Was the grant effective at every instant from `from` up to `to`? */
export function inForce(grant: GrantFact, from: number, to: number): boolean {
  return effectiveIntervals(grant, isExact(grant.target) ? grant.target : null).some((interval) => interval.from <= from && (interval.to === null || interval.to > to || (interval.to === to && from < to)))
}

function usedGrants(usage: readonly UsageFact[], from: number): Map<string, { calls: number; lastAt: number }> {
  const used = new Map<string, { calls: number; lastAt: number }>()
  for (const row of usage) {
    if (row.grantId === null || row.lastAt < from) continue
    const known = used.get(row.grantId)
    used.set(row.grantId, { calls: (known?.calls ?? 0) + row.count, lastAt: Math.max(known?.lastAt ?? 0, row.lastAt) })
  }
  return used
}
