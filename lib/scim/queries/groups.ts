import type { Prisma, Tx } from '@/lib/db/client'
import { withMeta } from '@/lib/scim/answer'
import { matches, mustEqual } from '@/lib/scim/filter'
import { type GroupFacts, groupResource } from '@/lib/scim/group'
import { type Doc, isDeleted, keptOf } from '@/lib/scim/model'
import { type Asked, slice } from './page'

const INCLUDE = { memberships: { where: { validTo: null }, include: { person: { select: { id: true, name: true, scim: true } } } } } satisfies Prisma.TeamInclude

type Row = Prisma.TeamGetPayload<{ include: typeof INCLUDE }>

/** Whom the directory deleted is in no group that it sees, though an offboarding may still have to end the stay. */
export function groupFacts(row: Row): GroupFacts {
  const kept = keptOf(row.scim)
  const times = [row.createdAt, kept === null ? null : new Date(kept.at), ...row.memberships.map((stay) => stay.validFrom)].filter((time) => time !== null).map((time) => time.getTime())
  return {
    id: row.id, name: row.name, externalId: row.externalId, createdAt: row.createdAt, updatedAt: new Date(Math.max(...times)), kept,
    members: row.memberships.map((stay) => stay.person).filter((person) => !isDeleted(person.scim)).map(({ id, name }) => ({ id, name })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  }
}

export function groupAnswer(team: GroupFacts, base: string): Doc {
  return withMeta('Group', groupResource(team, base), base, { created: team.createdAt, lastModified: team.updatedAt })
}

/** A team by id; null for one that nobody has, or that the directory deleted. */
export async function findGroup(tx: Tx, id: string): Promise<GroupFacts | null> {
  const team = await loadGroup(tx, id)
  return team === null || isDeleted(team.kept) ? null : team
}

/** The same with those that the directory deleted. */
export async function loadGroup(tx: Tx, id: string): Promise<GroupFacts | null> {
  const row = await tx.team.findUnique({ where: { id }, include: INCLUDE })
  return row === null ? null : groupFacts(row)
}

/** Teams in the order in which they came, with a filter's exact answer. */
export async function listGroups(tx: Tx, asked: Asked, base: string): Promise<{ resources: Doc[]; total: number; startIndex: number }> {
  const { filter, startIndex } = asked
  const equal: ReadonlyMap<string, string | boolean> = filter === null ? new Map() : mustEqual(filter)
  const [id, externalId, name] = ['id', 'externalid', 'displayname'].map((one) => equal.get(one))
  const rows = await tx.team.findMany({
    where: { ...(typeof id === 'string' ? { id } : {}), ...(typeof externalId === 'string' ? { externalId } : {}), ...(typeof name === 'string' ? { name: { equals: name.replaceAll(/[\\%_]/g, '\\$&'), mode: 'insensitive' } } : {}) },
    select: { id: true, scim: true }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  const present = rows.filter((row) => !isDeleted(row.scim)).map((row) => row.id)
  const load = async (ids: readonly string[]): Promise<Doc[]> => (await tx.team.findMany({ where: { id: { in: [...ids] } }, include: INCLUDE, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })).map((row) => groupAnswer(groupFacts(row), base))
  // Members make a group large, so without a filter only the page is read.
  if (filter === null) return { resources: await load(slice(present, asked)), total: present.length, startIndex }
  const found = (await load(present)).filter((one) => matches(filter, one))
  return { resources: slice(found, asked), total: found.length, startIndex }
}
