import { narrowed } from '@/lib/drift/narrow'
import type { GrantFact } from '@/lib/grants/model'
import { narrowBodySchema, type NarrowTarget } from '@/lib/grants/narrow-model'
import { narrowingFaults } from '@/lib/grants/narrowing'
import type { GrantRow, UseRow } from './evidence-facts'

/** What would cover all that was used under a grant and is less than it; null where nothing is less, or less cannot be said as a narrowing. */
export function narrowedTo(grant: GrantRow, fact: GrantFact, use: readonly UseRow[], now: number): NarrowTarget[] | null {
  if (use.length === 0) return null
  const targets = narrowed(fact, use.map((row) => ({ target: row.target, access: row.access, resourceKeys: row.keys })))
    .map(({ target, access, scope }) => ({ kind: grant.targetKind, name: target, access, scope: [...scope] }))
  const said = narrowBodySchema.shape.targets.safeParse(targets)
  if (!said.success) return null
  const standing = { ...fact, validFrom: grant.validFrom, validUntil: grant.validUntil }
  return narrowingFaults(standing, { targets: said.data }, new Date(now)).length === 0 ? said.data : null
}
