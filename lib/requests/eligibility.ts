export type Step = 'owner' | 'security'
export type Standing = 'owner' | 'backup_owner' | 'manager' | 'security_reviewer' | 'bootstrap'

/** What of people bears on who may decide; all as of now. */
export type ApprovalFacts = {
  /** The people behind the request: who asks, and of a token its owner and maker. */
  requesters: readonly string[]
  /** Who sponsors the agent; null for any agent. */
  sponsorId: string | null
  /** Who sponsored it when the request was made or last changed. */
  sponsorBefore: string | null
  /** The one person named as human; null for a team, any or none. */
  namedPersonId: string | null
  ownerId: string
  backupOwnerId: string | null
  /** The owner's manager. */
  managerId: string | null
  /** Active people. */
  active: ReadonlySet<string>
  /** Active people who are security reviewers. */
  reviewers: ReadonlySet<string>
  /** Stand-ins in force: for whom → who. */
  delegations: readonly { personId: string; delegateId: string }[]
}

/** An answer that counts: who gave it, and for whom. */
export type Answered = { step: Step; personId: string; onBehalfOf: string | null }

/** Why somebody may not decide at all, whatever the step; null = may. */
export function conflictOf(facts: ApprovalFacts, personId: string): string | null {
  if (facts.requesters.includes(personId)) return 'it is their own request'
  if (facts.sponsorId === personId) return 'they sponsor the agent'
  if (facts.sponsorBefore === personId) return 'they sponsored the agent when it was asked for'
  if (facts.namedPersonId === personId) return 'they are named as the human'
  return facts.active.has(personId) ? null : 'they are not active any more'
}

/** Everybody who has answered, and everybody for whom somebody has: nobody's word counts twice. */
function spent(answers: readonly Answered[]): Set<string> {
  return new Set(answers.flatMap(({ personId, onBehalfOf }) => (onBehalfOf === null ? [personId] : [personId, onBehalfOf])))
}

/** One who may answer a step now: as what, and in whose place. */
export type Holder = { personId: string; standing: Standing; onBehalfOf: string | null }

/**
 * Who holds the owner's step: the owner; where the owner may not decide, the backup owner; then the owner's manager; and whoever
 * stands in for that one by dates. Empty where nobody is left: then the server needs a backup owner.
 */
export function ownerHolders(facts: ApprovalFacts, answers: readonly Answered[]): Holder[] {
  const used = spent(answers)
  const line: readonly (readonly [string | null, Standing])[] = [[facts.ownerId, 'owner'], [facts.backupOwnerId, 'backup_owner'], [facts.managerId, 'manager']]
  for (const [personId, standing] of line) {
    if (personId === null || used.has(personId) || conflictOf(facts, personId) !== null) continue
    const delegates = facts.delegations
      .filter((one) => one.personId === personId && !used.has(one.delegateId) && conflictOf(facts, one.delegateId) === null)
      .map((one): Holder => ({ personId: one.delegateId, standing, onBehalfOf: personId }))
    return [{ personId, standing, onBehalfOf: null }, ...delegates]
  }
  return []
}

/** Who may take a security step: every reviewer without a conflict who has not answered, for themselves or through somebody. */
export function securityHolders(facts: ApprovalFacts, answers: readonly Answered[]): Holder[] {
  const used = spent(answers)
  return [...facts.reviewers].filter((personId) => !used.has(personId) && conflictOf(facts, personId) === null)
    .map((personId) => ({ personId, standing: 'security_reviewer', onBehalfOf: null }))
}
