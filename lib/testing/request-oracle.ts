/**
 * A second reading of "Request and approval" in the rule book, written from its sentences alone and without regard to speed. It
 * shares no code with the rules it checks, not even their types; where both agree, a slip would have to be made twice.
 */
export type OracleAccess = 'read' | 'write' | 'admin'
export type OracleSensitivity = 'public' | 'internal' | 'confidential' | 'restricted'
export type OracleNeed = { owner: number; security: number }

/** "read on public/internal: owner; write, or confidential: owner and security reviewer; admin, or restricted, or an effect tag so configured: owner and two distinct security reviewers." */
export function needByText(access: OracleAccess, sensitivity: OracleSensitivity, hasConfiguredEffect: boolean): OracleNeed {
  if (access === 'admin') return { owner: 1, security: 2 }
  if (sensitivity === 'restricted') return { owner: 1, security: 2 }
  if (hasConfiguredEffect) return { owner: 1, security: 2 }
  if (access === 'write') return { owner: 1, security: 1 }
  if (sensitivity === 'confidential') return { owner: 1, security: 1 }
  return { owner: 1, security: 0 }
}

/** "defaults: read 180 d, write 90 d, admin 7 d; restricted halves"; in whole days. */
export function maximumDaysByText(access: OracleAccess, sensitivity: OracleSensitivity): number {
  const days = access === 'read' ? 180 : access === 'write' ? 90 : 7
  return sensitivity === 'restricted' ? Math.floor(days / 2) : days
}

/** "Without `validUntil` the grant is open-ended: only for read on public or internal servers." */
export function openEndedByText(access: OracleAccess, sensitivity: OracleSensitivity): boolean {
  return access === 'read' && ['public', 'internal'].includes(sensitivity)
}

/** Everybody around one request, as they stand at one time. */
export type OracleCast = {
  /** Who asks, and who stands behind the token that asked. */
  askers: readonly string[]
  /** The agent's, now and when it was asked for. */
  sponsors: readonly (string | null)[]
  human: string | null
  owner: string
  backup: string | null
  manager: string | null
  isActive: (person: string) => boolean
  isReviewer: (person: string) => boolean
  /** Who is out of office, and who answers meanwhile. */
  away: readonly { person: string; standIn: string }[]
}

export type OracleAnswer = { step: string; person: string; inPlaceOf: string | null; yes: boolean }

/** "Nobody approves a request of their own, one for an agent they sponsor, one naming them as human"; nor does somebody who left. */
export function isBarred(cast: OracleCast, person: string): boolean {
  if (!cast.isActive(person)) return true
  return cast.askers.some((asker) => asker === person) || cast.sponsors.includes(person) || cast.human === person
}

function wordsOf(answer: OracleAnswer): string[] {
  return answer.inPlaceOf === null ? [answer.person] : [answer.person, answer.inPlaceOf]
}

/** "… nor twice": whoever has answered, or has been answered for. */
function hasSpoken(answers: readonly OracleAnswer[], person: string): boolean {
  for (const answer of answers) for (const one of wordsOf(answer)) if (one === person) return true
  return false
}

/** Does a given answer count towards its step, as people stand now? */
export function counts(cast: OracleCast, answer: OracleAnswer): boolean {
  if (!answer.yes) return false
  for (const person of wordsOf(answer)) if (isBarred(cast, person)) return false
  if (answer.step === 'security') return answer.inPlaceOf === null && cast.isReviewer(answer.person)
  const principal = answer.inPlaceOf === null ? answer.person : answer.inPlaceOf
  return principal === cast.owner || principal === cast.backup || principal === cast.manager
}

function countOf(cast: OracleCast, answers: readonly OracleAnswer[], step: string): number {
  let found = 0
  for (const answer of answers) if (answer.step === step && counts(cast, answer)) found += 1
  return found
}

/** "then backup owner, then the owner's manager, stand in": whose turn the owner's step is. */
function atTurn(cast: OracleCast, answers: readonly OracleAnswer[]): string | null {
  for (const person of [cast.owner, cast.backup, cast.manager]) {
    if (person !== null && !isBarred(cast, person) && !hasSpoken(answers, person)) return person
  }
  return null
}

/** The seats that somebody may take now, with the one in whose place. Empty = may not answer. */
export function seatsOf(cast: OracleCast, need: OracleNeed, answers: readonly OracleAnswer[], person: string): { step: string; inPlaceOf: string | null }[] {
  if (isBarred(cast, person) || hasSpoken(answers, person)) return []
  const seats: { step: string; inPlaceOf: string | null }[] = []
  const turn = atTurn(cast, answers)
  if (countOf(cast, answers, 'owner') < need.owner && turn !== null) {
    if (turn === person) seats.push({ step: 'owner', inPlaceOf: null })
    else if (cast.away.some((one) => one.person === turn && one.standIn === person)) seats.push({ step: 'owner', inPlaceOf: turn })
  }
  if (countOf(cast, answers, 'security') < need.security && cast.isReviewer(person)) seats.push({ step: 'security', inPlaceOf: null })
  return seats
}

/** How a request stands: any denial ends it; all steps full approves it. */
export function standsBy(cast: OracleCast, need: OracleNeed, answers: readonly OracleAnswer[]): 'denied' | 'approved' | 'waiting' {
  if (answers.some((answer) => !answer.yes)) return 'denied'
  const full = countOf(cast, answers, 'owner') >= need.owner && countOf(cast, answers, 'security') >= need.security
  return full ? 'approved' : 'waiting'
}

/**
 * The least that must be true of anything granted, whatever the order of steps: so many different people, none of them barred, each of
 * whom spoke once and for one person only, and of them so many reviewers. Tries every choice of answers for the seats.
 */
export function enoughPeople(cast: OracleCast, need: OracleNeed, answers: readonly OracleAnswer[]): boolean {
  return seat(cast, [...Array<string>(need.owner).fill('owner'), ...Array<string>(need.security).fill('security')], answers.filter((answer) => answer.yes), new Set())
}

function seat(cast: OracleCast, open: readonly string[], answers: readonly OracleAnswer[], spoken: ReadonlySet<string>): boolean {
  const [step, ...rest] = open
  if (step === undefined) return true
  return answers.some((answer) => {
    const words = wordsOf(answer)
    if (answer.step !== step || !counts(cast, answer) || words.some((one) => spoken.has(one))) return false
    return seat(cast, rest, answers, new Set([...spoken, ...words]))
  })
}

/** "Nothing approved is dated before its approval", and no longer than the settings allow; times in milliseconds. */
export function windowFault(grant: { from: number; until: number | null }, approvedAt: number, longestDays: number, mayStayOpen: boolean): string | null {
  if (grant.from < approvedAt) return 'begins before its approval'
  if (grant.until === null) return mayStayOpen ? null : 'has no end'
  if (grant.until <= grant.from) return 'ends before it begins'
  return grant.until - grant.from > longestDays * 24 * 60 * 60 * 1000 ? 'lasts longer than allowed' : null
}
