import { type Actor, require } from '@/lib/auth/actor'
import { db, type Prisma } from '@/lib/db/client'
import { notFound } from '@/lib/errors'
import type { PersonView, Role } from './model'
import { mayConsent } from './roles'

const include = {
  manager: { select: { email: true } },
  identities: { select: { issuer: true, subject: true } },
  memberships: { where: { validTo: null }, include: { team: { select: { name: true } } } },
} satisfies Prisma.PersonInclude

type PersonRow = Prisma.PersonGetPayload<{ include: typeof include }>

async function view(found: readonly PersonRow[]): Promise<PersonView[]> {
  const ids = found.map((row) => row.id)
  const [aliases, pending] = await Promise.all([
    db().nameBinding.findMany({ where: { holderKind: 'person', holderId: { in: ids }, origin: 'alias', validTo: null }, orderBy: { name: 'asc' } }),
    db().roleChange.findMany({ where: { personId: { in: ids }, decidedAt: null } }),
  ])
  return found.map((row) => ({
    id: row.id, email: row.email, name: row.name, roles: row.roles, groupRoles: row.groupRoles.filter((role) => row.roles.includes(role)), active: row.active,
    pendingRoles: pending.filter((change) => change.personId === row.id).map((change) => change.role),
    teams: row.memberships.map((stay) => stay.team.name).sort(),
    managerEmail: row.manager?.email ?? null, identities: row.identities,
    aliases: aliases.filter((alias) => alias.holderId === row.id).map((alias) => alias.name),
    createdAt: row.createdAt.toISOString(), leftAt: row.leftAt?.toISOString() ?? null,
  }))
}

/** Without the reach to see everybody, one sees oneself. */
function visible(actor: Actor): Prisma.PersonWhereInput {
  return require(actor, 'people.read') === 'all' ? {} : { id: actor.personId ?? '' }
}

export type PersonFilter = { q?: string; role?: Role; active?: boolean; team?: string; after?: { email: string }; limit: number }

/** People by e-mail. */
export async function listPeople(actor: Actor, filter: PersonFilter): Promise<PersonView[]> {
  const { q, role, active, team, after, limit } = filter
  const found = await db().person.findMany({
    where: {
      AND: [
        visible(actor),
        q === undefined ? {} : { OR: [{ email: { contains: q, mode: 'insensitive' } }, { name: { contains: q, mode: 'insensitive' } }] },
        role === undefined ? {} : { roles: { has: role } },
        active === undefined ? {} : { active },
        team === undefined ? {} : { memberships: { some: { validTo: null, team: { name: team } } } },
        after === undefined ? {} : { email: { gt: after.email } },
      ],
    },
    include, orderBy: { email: 'asc' }, take: limit,
  })
  return view(found)
}

export async function getPerson(actor: Actor, id: string): Promise<PersonView> {
  const found = await db().person.findFirst({ where: { AND: [visible(actor), { OR: [{ id }, { email: id.toLowerCase() }] }] }, include })
  const [person] = found === null ? [] : await view([found])
  if (person === undefined) throw notFound('person')
  return person
}

export type TeamView = { id: string; name: string; members: { id: string; email: string; name: string; active: boolean }[]; createdAt: string }

type Sight = { all: boolean; stay: Prisma.TeamMembershipWhereInput }

/** Which teams and members an actor sees: without the reach to see everybody, one's own teams and oneself in them. */
function teamSight(actor: Actor): Sight {
  const all = require(actor, 'people.read') === 'all'
  return { all, stay: { validTo: null, ...(all ? {} : { personId: actor.personId ?? '' }) } }
}

async function findTeams({ all, stay }: Sight, where: Prisma.TeamWhereInput, take: number): Promise<TeamView[]> {
  const found = await db().team.findMany({
    where: { AND: [where, all ? {} : { memberships: { some: stay } }] }, include: { memberships: { where: stay, include: { person: true } } }, orderBy: { name: 'asc' }, take,
  })
  return found.map((team) => ({
    id: team.id, name: team.name, createdAt: team.createdAt.toISOString(),
    members: team.memberships.map(({ person }) => ({ id: person.id, email: person.email, name: person.name, active: person.active })).sort((a, b) => (a.email < b.email ? -1 : 1)),
  }))
}

/** Teams with their members, by name. */
export async function listTeams(actor: Actor, filter: { after?: string; limit: number }): Promise<TeamView[]> {
  return findTeams(teamSight(actor), filter.after === undefined ? {} : { name: { gt: filter.after } }, filter.limit)
}

/** One team, by id or name. */
export async function getTeam(actor: Actor, id: string): Promise<TeamView> {
  const [team] = await findTeams(teamSight(actor), { OR: [{ id }, { name: id }] }, 1)
  if (team === undefined) throw notFound('team')
  return team
}

export type RoleChangeView = { id: string; person: { id: string; email: string; name: string }; role: Role; requestedBy: string; requestedAt: string; decidedAt: string | null; granted: boolean | null }

/** Roles that wait for a second holder, newest first; decided ones too when asked. Without the reach to see everybody, one's own. */
export async function listRoleChanges(actor: Actor, filter: { open: boolean; personId?: string }): Promise<RoleChangeView[]> {
  const all = require(actor, 'people.read') === 'all'
  const found = await db().roleChange.findMany({
    where: { AND: all ? {} : { personId: actor.personId ?? '' }, ...(filter.open ? { decidedAt: null } : {}), ...(filter.personId === undefined ? {} : { personId: filter.personId }) }, orderBy: { requestedAt: 'desc' }, take: 500,
  })
  const people = new Map((await db().person.findMany({ where: { id: { in: found.map((row) => row.personId) } } })).map((row) => [row.id, row]))
  return found.flatMap((row) => {
    const person = people.get(row.personId)
    return person === undefined ? [] : [{
      id: row.id, person: { id: person.id, email: person.email, name: person.name }, role: row.role, requestedBy: row.requestedBy,
      requestedAt: row.requestedAt.toISOString(), decidedAt: row.decidedAt?.toISOString() ?? null, granted: row.granted,
    }]
  })
}

export type WaitingRoleView = { id: string; person: { email: string; name: string }; role: Role; requestedBy: string; requestedAt: string; /** Why the viewer may not answer; null = may. */ refusal: string | null }

/** Roles that wait, with who asked, and whether the viewer may answer: by the same rule as the answer itself. */
export async function listWaitingRoles(actor: Actor): Promise<WaitingRoleView[]> {
  const waiting = await listRoleChanges(actor, { open: true })
  const [holders, askers] = await Promise.all([
    db().person.findMany({ where: { active: true, roles: { hasSome: [...new Set(waiting.map((one) => one.role))] } }, select: { id: true, roles: true } }),
    db().person.findMany({ where: { id: { in: waiting.map((one) => one.requestedBy) } }, select: { id: true, email: true } }),
  ])
  return waiting.map(({ id, person, role, requestedBy, requestedAt }) => ({
    id, person, role, requestedAt, requestedBy: askers.find((one) => one.id === requestedBy)?.email ?? requestedBy,
    refusal: mayConsent({ personId: person.id, requestedBy, role }, actor, holders.filter((one) => one.roles.includes(role)).map((one) => one.id)),
  }))
}
