import type { Role } from '@/lib/people/model'

/** A person of the example company, acme. */
export type Colleague = {
  email: string
  name: string
  team: string
  roles: readonly Role[]
  manager: string | null
}

const DOMAIN = 'acme.test'

/** The issuer of acme's people; subjects look like `auth0|dana`. */
export const IDP = 'https://idp.acme.test'

/** team: lead, then members, each as "mailbox Full Name [role,role]". The lead reports to the head of engineering or operations. */
const TEAMS: Record<string, { head: string; people: readonly string[] }> = {
  security: { head: 'i.sol', people: ['maya.ruiz Maya Ruiz admin,security_reviewer', 'e.aydin Elif Aydin security_reviewer', 'j.feld Jonas Feld incident_responder', 'p.nair Priya Nair auditor'] },
  platform: { head: 'i.sol', people: ['t.lind Tom Lind owner', 'dana Dana Okafor owner', 'k.brandt Karl Brandt', 's.marin Sofia Marin owner', 'y.tan Yuki Tan', 'o.haddad Omar Haddad'] },
  sre: { head: 'i.sol', people: ['i.novak Ivan Novak owner,incident_responder', 'l.fischer Lena Fischer owner', 'p.alves Pedro Alves', 'a.obi Amara Obi'] },
  apps: { head: 'i.sol', people: ['a.berg Anna Berg owner', 'l.byrne Liam Byrne', 'n.haidari Noor Haidari', 'f.larsen Finn Larsen', 'e.dahl Emma Dahl', 'g.moreno Gil Moreno owner'] },
  data: { head: 'i.sol', people: ['v.petrov Viktor Petrov owner', 'l.haas Laura Haas', 'c.wei Chen Wei', 's.lindqvist Sara Lindqvist', 'm.dubois Marc Dubois owner'] },
  payments: { head: 'i.sol', people: ['n.kovacs Nina Kovacs owner', 'f.balogun Femi Balogun owner', 'r.costa Rui Costa', 'g.holm Greta Holm'] },
  product: { head: 'w.abara', people: ['c.nunes Clara Nunes owner', 's.khan Samir Khan owner', 'o.ivanova Olga Ivanova', 'p.lang Peter Lang'] },
  support: { head: 'w.abara', people: ['r.stone Rachel Stone owner', 'j.adeyemi Joy Adeyemi', 'b.carter Ben Carter', 'm.rossi Mia Rossi', 't.aziz Tariq Aziz'] },
  docs: { head: 'w.abara', people: ['m.weber Max Weber owner', 'e.jansen Ella Jansen'] },
  finance: { head: 'w.abara', people: ['r.king Robert King owner', 'a.moreau Alice Moreau', 'd.orlov Dmitri Orlov'] },
  'people-ops': { head: 'w.abara', people: ['h.vogel Hanna Vogel owner', 'l.meyer Lucas Meyer', 'z.laurent Zoe Laurent'] },
}

const HEADS = [
  { email: `i.sol@${DOMAIN}`, name: 'Ingrid Sol', team: 'leadership', roles: ['member'], manager: null },
  { email: `w.abara@${DOMAIN}`, name: 'Wole Abara', team: 'leadership', roles: ['member'], manager: `i.sol@${DOMAIN}` },
] as const satisfies readonly Colleague[]

function colleague(line: string, team: string, manager: string): Colleague {
  const [mailbox = '', first = '', last = '', roles] = line.split(' ')
  return { email: `${mailbox}@${DOMAIN}`, name: `${first} ${last}`, team, manager, roles: (roles?.split(',') as Role[] | undefined) ?? ['member'] }
}

/** Everybody, managers before those who report to them. The first is the one who signs in to the demo. */
export const PEOPLE: readonly Colleague[] = [
  ...HEADS,
  ...Object.entries(TEAMS).flatMap(([team, { head, people }]) => {
    const lead = `${people[0]?.split(' ')[0] ?? ''}@${DOMAIN}`
    return people.map((line, index) => colleague(line, team, index === 0 ? `${head}@${DOMAIN}` : lead))
  }),
]

export const TEAM_NAMES: readonly string[] = [...new Set(PEOPLE.map((person) => person.team))]

/** Who runs the example console and signs in by the link. */
export const ADMIN = `maya.ruiz@${DOMAIN}`
/** The second security reviewer, without whom nothing sensitive enters its pilot. */
export const SECOND_REVIEWER = `e.aydin@${DOMAIN}`
/** Left the company; the server this person owned has nobody now. */
export const LEAVER = `g.moreno@${DOMAIN}`

export function membersOf(team: string): readonly string[] {
  return PEOPLE.filter((person) => person.team === team && person.email !== LEAVER).map((person) => person.email)
}

/** The subject under which the identity provider knows a person. */
export function subjectOf(email: string): string {
  return `auth0|${email.slice(0, email.indexOf('@'))}`
}
