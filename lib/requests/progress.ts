import type { StepCount } from './approval-policy'
import { type Answered, type ApprovalFacts, conflictOf, type Holder, ownerHolders, securityHolders, type Step } from './eligibility'

/** One answer as stored; only those of the present round are given here. */
export type Decision = Answered & { answer: 'approve' | 'deny' }

export type StepProgress = {
  step: Step
  need: number
  have: number
  /** Who may answer it now; empty when it is done, and where nobody is left who may. */
  holders: readonly Holder[]
}

export type Progress = {
  steps: readonly StepProgress[]
  outcome: 'waiting' | 'approved' | 'denied'
}

/**
 * How far a request has come. Counts only approvals of people who may still decide by today's facts: whoever has since become the
 * agent's sponsor, has left, or no longer owns the server, no longer vouches for it. Any denial ends it. `waived`: one answer stands for all steps.
 */
export function progressOf(need: StepCount, decisions: readonly Decision[], facts: ApprovalFacts, waived = false): Progress {
  const counted = decisions.filter((one) => one.answer === 'approve' && stillCounts(one, facts))
  const have = (step: Step): number => counted.filter((one) => one.step === step).length
  const holders: Record<Step, () => Holder[]> = { owner: () => ownerHolders(facts, decisions), security: () => securityHolders(facts, decisions) }
  const steps = (['owner', 'security'] as const).filter((step) => need[step] > 0).map((step): StepProgress => {
    const done = waived || have(step) >= need[step]
    return { step, need: need[step], have: Math.min(have(step), need[step]), holders: done ? [] : holders[step]() }
  })
  const denied = decisions.some((one) => one.answer === 'deny')
  const complete = waived || steps.every((step) => step.have >= step.need)
  return { steps, outcome: denied ? 'denied' : complete ? 'approved' : 'waiting' }
}

/** Does the one who answered still stand where they stood, without a conflict? */
export function stillCounts(decision: Decision, facts: ApprovalFacts): boolean {
  const { personId, onBehalfOf, step } = decision
  if (conflictOf(facts, personId) !== null || (onBehalfOf !== null && conflictOf(facts, onBehalfOf) !== null)) return false
  return step === 'security' ? facts.reviewers.has(personId) : [facts.ownerId, facts.backupOwnerId, facts.managerId].includes(onBehalfOf ?? personId)
}

/** As what somebody would answer now: the owner's step before a security step; null = they hold none. */
export function holderOf(progress: Progress, personId: string): { step: Step; holder: Holder } | null {
  for (const { step, holders } of progress.steps) {
    const holder = holders.find((one) => one.personId === personId)
    if (holder !== undefined) return { step, holder }
  }
  return null
}
