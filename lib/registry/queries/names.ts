import { db } from '@/lib/db/client'
import type { HolderKind } from '@/lib/names/model'
import type { NameRow } from '@/lib/registry/server-view'

export type BoundName = NameRow & { holderId: string; validTo: Date | null }

/** The names bound now (or still to begin) to these holders, by holder, oldest first. */
export async function currentNames(kind: HolderKind, holderIds: readonly string[]): Promise<Map<string, BoundName[]>> {
  const found = await db().nameBinding.findMany({ where: { holderKind: kind, holderId: { in: [...holderIds] }, validTo: null }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return Map.groupBy(found, (name) => name.holderId)
}

/** Every name a holder has or had, newest first: what a detail page shows. */
export async function nameHistory(kind: HolderKind, holderId: string): Promise<BoundName[]> {
  return db().nameBinding.findMany({ where: { holderKind: kind, holderId }, orderBy: [{ validTo: { sort: 'desc', nulls: 'first' } }, { createdAt: 'asc' }, { id: 'asc' }], take: 500 })
}

/** A holder's states over time, oldest first. */
export async function stateHistory(kind: HolderKind, holderId: string): Promise<{ state: string; at: Date }[]> {
  return db().stateChange.findMany({ where: { holderKind: kind, holderId }, orderBy: [{ at: 'asc' }, { id: 'asc' }], select: { state: true, at: true } })
}
