import { SYSTEM } from '@/lib/auth/actor'
import { db } from '@/lib/db/client'
import { changePerson } from '@/lib/people/commands/change-person'
import { registerPerson } from '@/lib/people/commands/register-person'
import { newPersonSchema, personChangeSchema } from '@/lib/people/model'
import { ADMIN, type Colleague, IDP, PEOPLE, SECOND_ADMIN, SECOND_REVIEWER, subjectOf } from './company'
import { actorOf, type Steps } from './steps'

function inputOf(person: Colleague): unknown {
  return {
    email: person.email, name: person.name, roles: person.roles, teams: [person.team], ...(person.manager === null ? {} : { managerEmail: person.manager }),
    identities: [{ issuer: IDP, subject: subjectOf(person.email) }], aliases: [subjectOf(person.email)],
  }
}

/**
 * Registers everybody who is not there yet, and answers the administrator's id. Those who hold guarded roles come first, because a
 * later holder would wait for consent.
 */
export async function declarePeople(steps: Steps, at: number): Promise<string> {
  const known = new Set((await db().person.findMany({ select: { email: true } })).map((row) => row.email))
  const first = [ADMIN, SECOND_REVIEWER, SECOND_ADMIN]
  const leads = new Map(PEOPLE.map((person) => [person.email, person]))
  for (const email of first) {
    const person = leads.get(email)
    if (person !== undefined && !known.has(email)) await registerPerson(SYSTEM, steps(at), newPersonSchema.parse(inputOf({ ...person, manager: null })))
  }
  const admin = await actorOf(steps(at), ADMIN)
  for (const person of PEOPLE) {
    if (!known.has(person.email) && !first.includes(person.email)) await registerPerson(admin, steps(at), newPersonSchema.parse(inputOf(person)))
  }
  for (const email of first) {
    const manager = leads.get(email)?.manager ?? null
    if (manager !== null && !known.has(email)) await changePerson(SYSTEM, steps(at), await idOf(email), personChangeSchema.parse({ managerEmail: manager }))
  }
  return idOf(ADMIN)
}

/** Somebody leaves; what was theirs stays with whoever else answers for it, or with nobody. */
export async function leave(steps: Steps, at: number, email: string): Promise<void> {
  await changePerson(await actorOf(steps(at), ADMIN), steps(at), await idOf(email), personChangeSchema.parse({ active: false }))
}

async function idOf(email: string): Promise<string> {
  return (await db().person.findUniqueOrThrow({ where: { email }, select: { id: true } })).id
}
