import { type Actor, may, reach } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { type DelegationView, listDelegations } from '@/lib/people/queries/delegations'

export type StandInsScreen = {
  /** Set for the actor: in force and ahead, then those that are over. */
  mine: DelegationView[]
  /** For whom the actor stands in, now or later. */
  forThem: DelegationView[]
  /** Everybody else's, now or later; null for whoever sees only their own. */
  others: DelegationView[] | null
  /** An administrator sets them for others. */
  mayManage: boolean
  /** What waits for the actor as owner or backup owner, so that it is plain what a stand-in takes over. */
  owns: number
  /** Whom the field suggests: the people that the actor may see, without the actor. */
  people: { email: string; name: string }[]
}

/** Who stands in for whom, as far as it is the actor's business. */
export async function standInsScreen(actor: Actor, now: Date): Promise<StandInsScreen> {
  const self = actor.personId ?? ''
  const sees = reach(actor, 'people.read') === 'all'
  const [mine, forThem, current, ahead, owns, people] = await Promise.all([
    listDelegations(actor, { person: self, limit: 20 }, now), listDelegations(actor, { delegate: self, limit: 100 }, now),
    sees ? listDelegations(actor, { state: 'in_force', limit: 200 }, now) : [], sees ? listDelegations(actor, { state: 'ahead', limit: 200 }, now) : [],
    db().server.count({ where: { OR: [{ ownerId: self }, { backupOwnerId: self }], lifecycle: { notIn: ['retired', 'rejected'] } } }),
    sees ? db().person.findMany({ where: { active: true, id: { not: self } }, select: { email: true, name: true }, orderBy: { name: 'asc' }, take: 500 }) : teammates(self),
  ])
  const standing = (one: DelegationView): boolean => one.state !== 'over'
  const elsewhere = [...current, ...ahead].filter((one) => one.person.id !== self && one.delegate.id !== self)
  return {
    mine: [...mine.filter(standing), ...mine.filter((one) => !standing(one))], forThem: forThem.filter(standing), others: sees ? elsewhere : null,
    mayManage: may(actor, 'people.manage'), owns, people,
  }
}

/** The people of one's own teams, which one sees without seeing everybody. */
async function teammates(personId: string): Promise<{ email: string; name: string }[]> {
  const stays = await db().teamMembership.findMany({ where: { personId, validTo: null }, select: { teamId: true } })
  const found = await db().teamMembership.findMany({
    where: { teamId: { in: stays.map((stay) => stay.teamId) }, validTo: null, personId: { not: personId }, person: { active: true } }, select: { person: { select: { email: true, name: true } } }, take: 200,
  })
  return [...new Map(found.map(({ person }) => [person.email, person])).values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
