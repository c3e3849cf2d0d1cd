import { db, type Tx } from '@/lib/db/client'

/** What of a person bears on whether they may decide. */
export type DeciderFact = { id: string; name: string; email: string; active: boolean; isReviewer: boolean; managerId: string | null }

export type StandIn = { personId: string; delegateId: string }

/** These people, and every active security reviewer, by id. */
export async function findDeciders(ids: readonly (string | null)[], client: Tx = db()): Promise<Map<string, DeciderFact>> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))]
  const found = await client.person.findMany({
    where: { OR: [{ id: { in: wanted } }, { active: true, roles: { has: 'security_reviewer' } }] },
    select: { id: true, name: true, email: true, active: true, roles: true, managerId: true }, orderBy: [{ name: 'asc' }, { id: 'asc' }],
  })
  return new Map(found.map(({ roles, ...person }) => [person.id, { ...person, isReviewer: person.active && roles.includes('security_reviewer') }]))
}

/** The stand-ins in force at `now`, for these people or by this one. */
export async function findStandIns(which: { for: readonly string[] } | { by: string }, now: Date, client: Tx = db()): Promise<StandIn[]> {
  return client.delegation.findMany({
    where: {
      ...('by' in which ? { delegateId: which.by } : { personId: { in: [...new Set(which.for)] } }),
      validFrom: { lte: now }, validTo: { gt: now }, OR: [{ endedAt: null }, { endedAt: { gt: now } }],
    },
    select: { personId: true, delegateId: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
}

/** Locks these people's rows, in one order, against a change of their roles or their leaving until this transaction ends. */
export async function lockPeople(tx: Tx, ids: readonly (string | null)[]): Promise<void> {
  await tx.$queryRaw`SELECT id FROM person WHERE id = ANY(${[...new Set(ids.flatMap((id) => id ?? []))]}) ORDER BY id FOR SHARE`
}
