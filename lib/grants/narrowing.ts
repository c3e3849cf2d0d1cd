import type { FieldError } from '@/lib/errors'
import { admits } from './definition-binding'
import { beyond, type Reach } from './includes'
import type { NarrowInput, NarrowTarget } from './narrow-model'
import { isExact } from './target-match'

type Standing = Reach & { validFrom: Date; validUntil: Date | null }

/** Why these targets and this end do not narrow the grant, by the field; empty = everything left was admitted before, and something is gone. */
export function narrowingFaults(grant: Standing, input: Pick<NarrowInput, 'targets' | 'until'>, now: Date): FieldError[] {
  const { until } = input
  const faults = input.targets.flatMap((target, index): FieldError[] => {
    const past = beyond(grant, reachWith(grant, target))
    return past.length === 0 ? [] : [{ path: `targets.${index}`, message: `goes beyond the grant (${past.join(', ')})` }]
  })
  if (until !== undefined) {
    if (grant.validUntil !== null && until > grant.validUntil) faults.push({ path: 'until', message: `is later than the grant ends now (${grant.validUntil.toISOString()})` })
    if (until <= now || until <= grant.validFrom) faults.push({ path: 'until', message: 'leaves nothing of the grant; revoke it instead' })
  }
  const shorter = until !== undefined && (grant.validUntil === null || until < grant.validUntil)
  if (faults.length === 0 && !shorter && input.targets.some((target) => beyond(reachWith(grant, target), grant).length === 0)) faults.push({ path: 'targets', message: 'is what the grant admits already' })
  return faults
}

/** The grant with another target in place of its own. */
export function reachWith(grant: Reach, target: NarrowTarget): Reach {
  return { ...grant, targetKind: target.kind, target: target.name, access: target.access, scope: target.scope }
}

/** A hold of the old grant as a new one carries it, undefined where it does not concern it: narrowing never ends a rest. */
export function carriedHold(hold: { cause: string; toolName: string | null }, target: string): { toolName: string | null } | undefined {
  if (hold.toolName === null) return { toolName: null }
  if (!admits({ id: '', target }, hold.toolName)) return undefined
  // On a grant that names just this tool, its hold is one on all of it.
  return { toolName: isExact(target) ? null : hold.toolName }
}
