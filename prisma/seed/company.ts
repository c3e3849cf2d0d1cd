import type { Role } from '@/lib/people/model'
import { type Office, TEAMS } from './teams'

/** A person of the example company, acme. */
export type Colleague = {
  email: string
  name: string
  team: string
  office: Office
  roles: readonly Role[]
  manager: string | null
}

const DOMAIN = 'acme.test'

/** The issuer of acme's people; subjects look like `auth0|dana`. */
export const IDP = 'https://idp.acme.test'

/** A mailbox as an address. */
export const at = (mailbox: string): string => `${mailbox}@${DOMAIN}`

const HEADS: readonly Colleague[] = [
  { email: at('i.sol'), name: 'Ingrid Sol', team: 'leadership', office: 'berlin', roles: ['member'], manager: null },
  { email: at('w.abara'), name: 'Wole Abara', team: 'leadership', office: 'lisbon', roles: ['member'], manager: at('i.sol') },
]

/** Comes from an agency: nobody in the company manages them, so what they leave has nobody to go to. */
const MANAGED_BY_NOBODY = new Set(['x.cole'])

function colleague(line: string, team: string, manager: string, office: Office): Colleague {
  const [mailbox = '', first = '', last = '', roles] = line.split(' ')
  return { email: at(mailbox), name: `${first} ${last}`, team, office, manager: MANAGED_BY_NOBODY.has(mailbox) ? null : manager, roles: (roles?.split(',') as Role[] | undefined) ?? ['member'] }
}

/** Everybody, managers before those who report to them. */
export const PEOPLE: readonly Colleague[] = [
  ...HEADS,
  ...Object.entries(TEAMS).flatMap(([team, { head, offices, people }]) => {
    const lead = at(people[0]?.split(' ')[0] ?? '')
    return people.map((line, index) => colleague(line, team, index === 0 ? at(head) : lead, offices[index % offices.length] ?? 'berlin'))
  }),
]

export const TEAM_NAMES: readonly string[] = [...new Set(PEOPLE.map((person) => person.team))]

/** Who runs the example console and signs in by the link. */
export const ADMIN = at('maya.ruiz')
/** The second security reviewer, without whom nothing sensitive enters its pilot. */
export const SECOND_REVIEWER = at('e.aydin')
/** The second administrator, so that no one person runs the console alone. */
export const SECOND_ADMIN = at('u.lange')
/** Left the company, by days before loading: the owner of one server, and the owner and the backup of another. */
export const LEAVERS: Readonly<Record<string, number>> = { [at('n.silva')]: 30, [at('x.cole')]: 9, [at('g.moreno')]: 9 }

const BY_TEAM = Map.groupBy(PEOPLE.filter((person) => LEAVERS[person.email] === undefined), (person) => person.team)
const BY_EMAIL = new Map(PEOPLE.map((person) => [person.email, person]))
const STAYING = PEOPLE.filter((person) => LEAVERS[person.email] === undefined)

/** Who of the company a duty's human may be: the members of a team, anybody, or one person. */
export function peopleOf(rule: string): readonly Colleague[] {
  if (rule === 'any') return STAYING
  const found = rule.startsWith('team:') ? BY_TEAM.get(rule.slice(5)) : [BY_EMAIL.get(rule)]
  const people = (found ?? []).filter((person) => person !== undefined)
  if (people.length === 0) throw new Error(`Nobody of the example company is ${rule}.`)
  return people
}

export function membersOf(team: string): readonly string[] {
  return peopleOf(`team:${team}`).map((person) => person.email)
}

/** The subject under which the identity provider knows a person. */
export function subjectOf(email: string): string {
  return `auth0|${email.slice(0, email.indexOf('@'))}`
}
