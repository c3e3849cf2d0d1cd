import { type Actor, reach } from '@/lib/auth/actor'
import { db, type Prisma, type Tx } from '@/lib/db/client'
import { type DelegationState, delegationState } from '@/lib/people/delegation'

type Ref = { id: string; name: string; email: string }

/** A stand-in as it is answered. `endedAt`: set where it was ended before its time. */
export type DelegationView = {
  id: string; state: DelegationState; person: Ref; delegate: Ref; from: string; to: string; endedAt: string | null; reason: string | null
  /** Who set it: one of the two, or an administrator for them. */
  createdBy: { id: string; name: string }; createdAt: string
}

export type DelegationFilter = { person?: string | undefined; delegate?: string | undefined; state?: DelegationState | undefined; after?: { id: string } | undefined; limit: number }

/** Which stand-ins an actor sees: whoever sees everybody sees all of them, anybody else what they are part of. */
function visible(actor: Actor): Prisma.DelegationWhereInput {
  if (reach(actor, 'people.read') === 'all') return {}
  return { OR: [{ personId: actor.personId ?? '' }, { delegateId: actor.personId ?? '' }] }
}

function inState(state: DelegationState | undefined, now: Date): Prisma.DelegationWhereInput {
  // Not the contrary of having ended: what has no end is neither before nor after one.
  const stands: Prisma.DelegationWhereInput = { OR: [{ endedAt: null }, { endedAt: { gt: now } }] }
  switch (state) {
    case undefined: return {}
    case 'over': return { OR: [{ endedAt: { lte: now } }, { validTo: { lte: now } }] }
    case 'ahead': return { validFrom: { gt: now }, ...stands }
    case 'in_force': return { validFrom: { lte: now }, validTo: { gt: now }, ...stands }
  }
}

/** Stand-ins, the newest first. */
export async function listDelegations(actor: Actor, filter: DelegationFilter, now: Date): Promise<DelegationView[]> {
  const conditions: Prisma.DelegationWhereInput[] = [visible(actor), inState(filter.state, now)]
  for (const [key, wanted] of [['personId', filter.person], ['delegateId', filter.delegate]] as const) {
    if (wanted !== undefined) conditions.push({ [key]: (await db().person.findFirst({ where: { OR: [{ id: wanted }, { email: wanted.toLowerCase() }] }, select: { id: true } }))?.id ?? '' })
  }
  if (filter.after !== undefined) conditions.push({ id: { lt: filter.after.id } })
  return views(db(), await db().delegation.findMany({ where: { AND: conditions }, orderBy: { id: 'desc' }, take: filter.limit }), now)
}

/** One that was just written, whoever sees it. */
export async function readDelegation(client: Tx, id: string, now: Date): Promise<DelegationView> {
  const [view] = await views(client, [await client.delegation.findUniqueOrThrow({ where: { id } })], now)
  if (view === undefined) throw new Error('One row has one view.')
  return view
}

async function views(client: Tx, rows: readonly Prisma.DelegationGetPayload<object>[], now: Date): Promise<DelegationView[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.personId, row.delegateId, row.createdBy]))]
  const people = new Map((await client.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, email: true } })).map((person) => [person.id, person]))
  const ref = (id: string): Ref => people.get(id) ?? { id, name: id, email: '' }
  return rows.map((row) => ({
    id: row.id, state: delegationState(row, now), person: ref(row.personId), delegate: ref(row.delegateId), from: row.validFrom.toISOString(), to: row.validTo.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null, reason: row.reason, createdBy: { id: row.createdBy, name: ref(row.createdBy).name }, createdAt: row.createdAt.toISOString(),
  }))
}
