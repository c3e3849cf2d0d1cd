import { db, type Tx } from '@/lib/db/client'
import type { HolderKind } from '@/lib/names/model'
import { inForceAt } from '@/lib/people/freeze'

/** Which of these are frozen at `at`. */
export async function frozenAmong(kind: HolderKind, ids: readonly string[], at: Date, client: Tx = db()): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const found = await client.freeze.findMany({ where: { holderKind: kind, holderId: { in: [...new Set(ids)] }, ...inForceAt(at) }, select: { holderId: true } })
  return new Set(found.map((one) => one.holderId))
}

/** Is this one's freeze not lifted yet, whenever it began? For who has locked it: a freeze that came while they waited counts. */
export async function isFrozenNow(kind: HolderKind, id: string, client: Tx = db()): Promise<boolean> {
  return (await client.freeze.count({ where: { holderKind: kind, holderId: id, liftedAt: null } })) > 0
}
