import type { UsageFact } from '@/lib/activity/model'
import { isRegistered } from '@/lib/grants/holders'
import { effectiveIntervals } from '@/lib/grants/intervals'
import type { GrantFact } from '@/lib/grants/model'
import { type Evaluability, evaluability } from './evaluability'
import type { DriftInput } from './model'

const DAY = 86_400_000

/**
 * What became of a grant in the unused window: used by a covered call; unused though it could have been, on evidence;
 * not evaluable, where no source can vouch for silence; young, where it was not in force for the whole window.
 */
export type GrantUse = { grant: GrantFact; state: 'used' | 'unused' | 'not_evaluable' | 'young'; calls: number; lastAt: number | null; evaluability: Evaluability | null }

/** Every grant in force now, with its use. */
export function grantUse(input: DriftInput): GrantUse[] {
  const from = input.now - input.settings.unusedWindowDays * DAY
  const used = usedGrants(input.usage, from)
  const verdicts = new Map<string, Evaluability>()
  const silence = (serverId: string): Evaluability => {
    const known = verdicts.get(serverId)
    if (known !== undefined) return known
    const slug = input.declarations.servers.get(serverId)?.slug ?? ''
    const found = evaluability(input.sources, { id: serverId, slug }, { from, to: input.now })
    verdicts.set(serverId, found)
    return found
  }
  return [...input.declarations.grants.values()].flat().flatMap((grant): GrantUse[] => {
    const server = input.declarations.servers.get(grant.serverId)
    const last = server?.states.at(-1)?.state
    if (!isRegistered(server, input.now) || last === 'retired' || !inForce(grant, input.now, input.now)) return []
    const use = used.get(grant.id)
    if (use !== undefined) return [{ grant, state: 'used', calls: use.calls, lastAt: use.lastAt, evaluability: null }]
    const old = grant.validFrom <= input.now - input.settings.unusedGraceDays * DAY && inForce(grant, from, input.now)
    if (!old) return [{ grant, state: 'young', calls: 0, lastAt: null, evaluability: null }]
    const found = silence(grant.serverId)
    return [{ grant, state: found.evaluable ? 'unused' : 'not_evaluable', calls: 0, lastAt: null, evaluability: found }]
  })
}

/** Was the grant effective at every instant from `from` up to `to`? */
export function inForce(grant: GrantFact, from: number, to: number): boolean {
  return effectiveIntervals(grant).some((interval) => interval.from <= from && (interval.to === null || interval.to > to || (interval.to === to && from < to)))
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
