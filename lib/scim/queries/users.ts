import type { Prisma, Tx } from '@/lib/db/client'
import { withMeta } from '@/lib/scim/answer'
import { matches, mustEqual } from '@/lib/scim/filter'
import { type Doc, isDeleted, keptOf } from '@/lib/scim/model'
import { type UserFacts, userResource } from '@/lib/scim/user'
import { type Asked, slice } from './page'

const INCLUDE = {
  manager: { select: { id: true, name: true } },
  memberships: { where: { validTo: null }, include: { team: { select: { id: true, name: true, scim: true } } } },
} satisfies Prisma.PersonInclude

type Row = Prisma.PersonGetPayload<{ include: typeof INCLUDE }>

export function userFacts(row: Row): UserFacts {
  const teams = row.memberships.map((stay) => stay.team).filter((team) => !isDeleted(team.scim)).sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    id: row.id, email: row.email, name: row.name, active: row.active, externalId: row.externalId, createdAt: row.createdAt, updatedAt: row.updatedAt, manager: row.manager, kept: keptOf(row.scim),
    teams: teams.map(({ id, name }) => ({ id, name })),
  }
}

export function userAnswer(person: UserFacts, base: string): Doc {
  return withMeta('User', userResource(person, base), base, { created: person.createdAt, lastModified: person.updatedAt })
}

/** A person by id; null for whom nobody has, or whom the directory deleted. */
export async function findUser(tx: Tx, id: string): Promise<UserFacts | null> {
  const person = await loadUser(tx, id)
  return person === null || isDeleted(person.kept) ? null : person
}

/** The same with those whom the directory deleted. */
export async function loadUser(tx: Tx, id: string): Promise<UserFacts | null> {
  const row = await tx.person.findUnique({ where: { id }, include: INCLUDE })
  return row === null ? null : userFacts(row)
}

/** Whoever the directory calls, or would call, by this userName, deleted ones too: by what it gave, else by the e-mail. Letters' case does not count. */
export async function idOfUserName(tx: Tx, userName: string): Promise<{ id: string; deleted: boolean }[]> {
  return tx.$queryRaw<{ id: string; deleted: boolean }[]>`
    SELECT id, coalesce(scim->>'deletedAt', '') <> '' AS deleted FROM person WHERE lower(coalesce(scim->'doc'->>'userName', email)) = lower(${userName})`
}

/** People in the order in which they came, with a filter's exact answer. What must be equal is looked up by the store, all else is asked of each. */
export async function listUsers(tx: Tx, asked: Asked, base: string): Promise<{ resources: Doc[]; total: number; startIndex: number }> {
  const { startIndex, filter } = asked
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }]
  if (filter === null) {
    const ids = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM person WHERE scim->>'deletedAt' IS NULL ORDER BY created_at, id OFFSET ${startIndex - 1} LIMIT ${asked.count}`
    const [{ n } = { n: 0n }] = await tx.$queryRaw<{ n: bigint }[]>`SELECT count(*) AS n FROM person WHERE scim->>'deletedAt' IS NULL`
    const rows = await tx.person.findMany({ where: { id: { in: ids.map(({ id }) => id) } }, include: INCLUDE, orderBy })
    return { resources: rows.map((row) => userAnswer(userFacts(row), base)), total: Number(n), startIndex }
  }
  const rows = await tx.person.findMany({ where: await narrowed(tx, mustEqual(filter)), include: INCLUDE, orderBy })
  const found = rows.filter((row) => !isDeleted(row.scim)).map((row) => userAnswer(userFacts(row), base)).filter((one) => matches(filter, one))
  return { resources: slice(found, asked), total: found.length, startIndex }
}

async function narrowed(tx: Tx, equal: ReadonlyMap<string, string | boolean>): Promise<Prisma.PersonWhereInput> {
  const [id, externalId, userName, active] = ['id', 'externalid', 'username', 'active'].map((name) => equal.get(name))
  return {
    ...(typeof id === 'string' ? { id } : {}), ...(typeof externalId === 'string' ? { externalId } : {}), ...(typeof active === 'boolean' ? { active } : {}),
    ...(typeof userName === 'string' ? { AND: [{ id: { in: (await idOfUserName(tx, userName)).map((one) => one.id) } }] } : {}),
  }
}
