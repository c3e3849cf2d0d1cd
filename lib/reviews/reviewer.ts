import { obstacleOf, type PeopleFacts, type SubjectFacts } from './conflict'
import type { ReviewerRule } from './content'

export const STANDINGS = ['owner', 'backup_owner', 'sponsor', 'manager', 'named', 'security', 'fallback', 'escalation', 'reassigned'] as const
export type Standing = (typeof STANDINGS)[number]

/** Somebody to be asked. `why`: why not the first in line, in words; null where it is the first. */
export type Asked = { personId: string; standing: Standing; why: string | null }

/** Who is asked about one subject; `nobody` says why where there is none. */
export type Found = { key: string; asked: Asked[]; nobody: string | null }

/** Whom a stage asks, and who stands in where nobody of a rule's line can be. */
export type Rules = { reviewers: readonly ReviewerRule[]; fallback: readonly ReviewerRule[] }

/** How many items of this campaign each is asked about. */
export type Load = ReadonlyMap<string, number>

/** People who are passed over, with why in words that follow a name: answered an earlier stage, said that it is not theirs. */
export type Passed = ReadonlyMap<string, string>

const NONE: Passed = new Map()

type Place = 'owner' | 'backup_owner' | 'owner_manager' | 'sponsor' | 'sponsor_manager' | 'human_manager'

const PLACES: Record<Place, { words: string; standing: Standing }> = {
  owner: { words: 'owner', standing: 'owner' },
  backup_owner: { words: 'backup owner', standing: 'backup_owner' },
  owner_manager: { words: 'owner’s manager', standing: 'manager' },
  sponsor: { words: 'agent’s sponsor', standing: 'sponsor' },
  sponsor_manager: { words: 'sponsor’s manager', standing: 'manager' },
  human_manager: { words: 'manager of the person it names', standing: 'manager' },
}

/** Who comes after whom. Behind every line stands the fallback, then any security reviewer. */
export const LINES: Record<Exclude<ReviewerRule['kind'], 'named' | 'security'>, readonly Place[]> = {
  owner: ['owner', 'backup_owner', 'owner_manager'],
  backup_owner: ['backup_owner', 'owner_manager'],
  sponsor: ['sponsor', 'sponsor_manager', 'owner', 'backup_owner', 'owner_manager'],
  manager: ['human_manager', 'sponsor_manager', 'owner_manager', 'owner', 'backup_owner'],
}

/** An agent has no server: its sponsor is who answers for it. */
const OF_AGENTS: Record<Place, Place | null> = { owner: 'sponsor', owner_manager: 'sponsor_manager', backup_owner: null, sponsor: 'sponsor', sponsor_manager: 'sponsor_manager', human_manager: null }

/**
 * Who is asked about each subject, in their order: for each rule the first of its line who may be, of `named` all who may be, and
 * nobody twice about the same thing, so that two rules ask two people where there are two. `load` is what each has in this campaign
 * already; it grows from subject to subject, so that security's work is spread. The same facts always give the same people.
 */
export function reviewersForAll(rules: Rules, subjects: readonly SubjectFacts[], people: PeopleFacts, load: Load, passed: ReadonlyMap<string, Passed> = new Map()): Found[] {
  const tally = new Map(load)
  return subjects.map((subject) => {
    const found = reviewersFor(rules, subject, people, tally, passed.get(subject.key) ?? NONE)
    for (const { personId } of found.asked) tally.set(personId, (tally.get(personId) ?? 0) + 1)
    return found
  })
}

/** Who is asked about one subject. */
export function reviewersFor(rules: Rules, subject: SubjectFacts, people: PeopleFacts, load: Load, passed: Passed = NONE): Found {
  const search = newSearch(subject, people, load, passed)
  const asked: Asked[] = []
  const reasons: string[] = []
  for (const rule of rules.reviewers) {
    const { found, skipped } = answerRule(search, rule, rules.fallback)
    for (const one of found) search.taken.set(one.personId, 'is asked already')
    asked.push(...found)
    if (found.length === 0) reasons.push(...skipped)
  }
  return { key: subject.key, asked, nobody: asked.length > 0 ? null : sentence(reasons) ?? 'There is nobody in line.' }
}

/**
 * Who comes next where somebody falls away who was asked as `standing`: of the rules the one that found them first, then the others,
 * then fallback and security. `passed` holds everybody who was asked about it in this stage, or answered it in another. Null = nobody.
 */
export function nextInLine(rules: Rules, standing: Standing, subject: SubjectFacts, people: PeopleFacts, load: Load, passed: Passed): Asked | null {
  const search = newSearch(subject, people, load, passed)
  const own = (rule: ReviewerRule): boolean => rule.kind === standing || (rule.kind !== 'named' && rule.kind !== 'security' && LINES[rule.kind].some((place) => PLACES[place].standing === standing))
  const ordered = [...rules.reviewers.filter((rule) => rule.kind === standing), ...rules.reviewers.filter((rule) => rule.kind !== standing && own(rule)), ...rules.reviewers.filter((rule) => !own(rule))]
  const skipped: string[] = []
  for (const rule of ordered) {
    const step = direct(search, rule)
    skipped.push(...step.skipped)
    const [first] = step.found
    if (first !== undefined) return { ...first, why: sentence(skipped) }
  }
  const [last] = standIn(search, rules.fallback, skipped)
  return last ?? null
}

/** Who is added where undecided items are escalated, besides those who are asked: the first whom the rules find. */
export function escalationFor(rules: readonly ReviewerRule[], subject: SubjectFacts, people: PeopleFacts, load: Load, passed: Passed): Asked[] {
  const { asked } = reviewersFor({ reviewers: rules, fallback: [] }, subject, people, load, passed)
  return asked.map((one) => ({ ...one, standing: 'escalation' }))
}

type Search = { subject: SubjectFacts; people: PeopleFacts; load: Load; passed: Passed; taken: Map<string, string> }
type Step = { found: Asked[]; skipped: string[] }

function newSearch(subject: SubjectFacts, people: PeopleFacts, load: Load, passed: Passed): Search {
  return { subject, people, load, passed, taken: new Map() }
}

function answerRule(search: Search, rule: ReviewerRule, fallback: readonly ReviewerRule[]): Step {
  const step = direct(search, rule)
  if (step.found.length > 0) return step
  return { found: standIn(search, fallback, step.skipped), skipped: step.skipped }
}

/** The fallback's rules in order, then any security reviewer. */
function standIn(search: Search, fallback: readonly ReviewerRule[], skipped: string[]): Asked[] {
  for (const rule of [...fallback, { kind: 'security' } as const]) {
    const step = direct(search, rule)
    if (step.found.length > 0) return step.found.map((one) => ({ ...one, standing: 'fallback', why: sentence([...skipped, ...step.skipped]) }))
  }
  return []
}

/** Whom a rule finds by itself. */
function direct(search: Search, rule: ReviewerRule): Step {
  if (rule.kind === 'security') return security(search)
  if (rule.kind === 'named') return named(search, rule.emails)
  return alongLine(search, LINES[rule.kind])
}

function alongLine(search: Search, line: readonly Place[]): Step {
  const skipped: string[] = []
  for (const place of placesOf(search.subject, line)) {
    const personId = holderOf(search, place)
    const { words, standing } = PLACES[place]
    if (personId === null) {
      // Only a grant can name a person; that it names none is nothing to tell.
      if (place !== 'human_manager' || search.subject.namedPersonId !== null) skipped.push(`there is no ${words}`)
      continue
    }
    const obstacle = obstacleFor(search, personId)
    if (obstacle === null) return { found: [{ personId, standing, why: sentence(skipped) }], skipped }
    skipped.push(`${nameOf(search.people, personId)}, the ${words}, ${obstacle}`)
  }
  return { found: [], skipped }
}

function placesOf(subject: SubjectFacts, line: readonly Place[]): readonly Place[] {
  if (subject.subject !== 'agent') return subject.subject === 'grant' ? line : line.filter((place) => !place.startsWith('sponsor') && place !== 'human_manager')
  return [...new Set(line.flatMap((place) => OF_AGENTS[place] ?? []))]
}

function holderOf({ subject, people }: Search, place: Place): string | null {
  const managerOf = (id: string | null): string | null => people.byId.get(id ?? '')?.managerId ?? null
  switch (place) {
    case 'owner': return subject.ownerId
    case 'backup_owner': return subject.backupOwnerId
    case 'owner_manager': return managerOf(subject.ownerId)
    case 'sponsor': return subject.sponsorId
    case 'sponsor_manager': return managerOf(subject.sponsorId)
    case 'human_manager': return managerOf(subject.namedPersonId)
  }
}

function named(search: Search, emails: readonly string[]): Step {
  const found: Asked[] = []
  const skipped: string[] = []
  for (const email of emails) {
    const personId = search.people.byEmail.get(email.toLowerCase())
    const obstacle = personId === undefined ? 'is not known' : obstacleFor(search, personId)
    if (personId !== undefined && obstacle === null) {
      if (!found.some((one) => one.personId === personId)) found.push({ personId, standing: 'named', why: null })
    } else skipped.push(`${personId === undefined ? email : nameOf(search.people, personId)} ${obstacle ?? ''}`)
  }
  return { found, skipped }
}

/** The reviewer with the least to do in this campaign, the first by id among several. */
function security(search: Search): Step {
  let best: string | null = null
  let least = Infinity
  for (const personId of search.people.reviewers) {
    const load = search.load.get(personId) ?? 0
    if (load < least && obstacleFor(search, personId) === null) {
      best = personId
      least = load
    }
  }
  if (best !== null) return { found: [{ personId: best, standing: 'security', why: null }], skipped: [] }
  const skipped = search.people.reviewers.slice(0, MOST_REASONS).map((id) => `${nameOf(search.people, id)} ${obstacleFor(search, id) ?? ''}`)
  return { found: [], skipped: skipped.length === 0 ? ['there is no active security reviewer'] : skipped }
}

function obstacleFor({ subject, people, passed, taken }: Search, personId: string): string | null {
  return taken.get(personId) ?? passed.get(personId) ?? obstacleOf(subject, people, personId)
}

function nameOf(people: PeopleFacts, personId: string): string {
  return people.byId.get(personId)?.name ?? personId
}

const MOST_REASONS = 5

function sentence(reasons: readonly string[]): string | null {
  const said = [...new Set(reasons)].slice(0, MOST_REASONS).join('; ')
  return said === '' ? null : `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
}
