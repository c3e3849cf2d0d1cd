import type { Access } from '@/lib/registry/model'

/** What of a person bears on whether they may be asked; as of now. */
export type PersonFact = {
  id: string
  name: string
  email: string
  active: boolean
  /** Holds a role with which one answers reviews at all. */
  answers: boolean
  /** Active, and a security reviewer. */
  isReviewer: boolean
  managerId: string | null
}

/** What of a subject bears on who may be asked about it; as of now, save what says otherwise. */
export type SubjectFacts = {
  /** Of the caller's choosing: the id of an item, or of a grant. */
  key: string
  subject: 'grant' | 'server' | 'agent'
  /** Of a grant: its ceiling. */
  access: Access | null
  /** Of its server; of an agent's item null. */
  ownerId: string | null
  backupOwnerId: string | null
  /** Of its agent. */
  sponsorId: string | null
  /** Who sponsored the agent when the grant was requested. */
  sponsorBefore: string | null
  /** The one person named as human. */
  namedPersonId: string | null
  /** The team named as human. */
  teamId: string | null
  /** Who asked for it, edited the wish, or stands behind the token that did. */
  requesters: readonly string[]
  /** The distinct people who approved its request. Importing is not approving. */
  approvers: readonly string[]
}

export type PeopleFacts = {
  byId: ReadonlyMap<string, PersonFact>
  /** Lower-cased address → id. */
  byEmail: ReadonlyMap<string, string>
  /** Members of the teams that subjects name, as of now. */
  teams: ReadonlyMap<string, ReadonlySet<string>>
  /** Active security reviewers, by id. */
  reviewers: readonly string[]
}

/**
 * Why this person has a conflict with what is reviewed, in words that follow a name; null = none. Whoever wanted it, uses it, answers
 * for its agent or let it in alone does not review it. Attesting one's own server or agent is the point: there is no conflict there.
 */
export function conflictOf(subject: SubjectFacts, people: PeopleFacts, personId: string): string | null {
  if (subject.subject !== 'grant') return null
  if (subject.requesters.includes(personId)) return 'asked for it'
  if (subject.namedPersonId === personId) return 'is named as its human'
  if (subject.teamId !== null && (people.teams.get(subject.teamId)?.has(personId) ?? false)) return 'is in the team that it names'
  if (subject.sponsorId === personId) return 'sponsors its agent'
  if (subject.sponsorBefore === personId) return 'sponsored its agent when it was asked for'
  if ((subject.access === 'write' || subject.access === 'admin') && subject.approvers.length === 1 && subject.approvers[0] === personId) return 'alone approved it'
  return null
}

/** Why this person cannot be asked about it, in words that follow a name; null = they can. */
export function obstacleOf(subject: SubjectFacts, people: PeopleFacts, personId: string): string | null {
  const person = people.byId.get(personId)
  if (person === undefined) return 'is not known'
  if (!person.active) return 'has left'
  if (!person.answers) return 'has no role that answers reviews'
  return conflictOf(subject, people, personId)
}
