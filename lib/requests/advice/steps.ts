import { type ApprovalFacts, conflictOf, type Standing, type Step } from '@/lib/requests/eligibility'
import type { PersonRef } from '@/lib/requests/model'
import type { Progress, StepProgress } from '@/lib/requests/progress'
import { listWords } from './words'

/** Who may answer a step, by name: first whoever holds it, then who stands in by dates. */
export type AdvisedHolder = PersonRef & { standing: Standing; onBehalfOf: PersonRef | null }

/** A step before anybody has answered, or as far as it has come. */
export type AdvisedStep = {
  step: Step
  need: number
  have: number
  holders: AdvisedHolder[]
  /** Who would hold it but may not, with why: "it is their own request". */
  passedOver: { person: PersonRef; why: string }[]
  /** In a sentence: "Olga Owner, the owner, or Ben Backup in their place." */
  sentence: string
}

const STANDING_WORDS: Record<Standing, string> = { owner: 'the owner', backup_owner: 'the backup owner', manager: 'the owner’s manager', security_reviewer: 'a security reviewer', bootstrap: 'the first administrator' }

/** Beyond this many, the others are a number. */
const NAMED = 4

/** The steps by name, before anybody is asked. `person`: how somebody is called. */
export function advisedSteps(progress: Progress, facts: ApprovalFacts, person: (id: string) => PersonRef): AdvisedStep[] {
  return progress.steps.map((one) => {
    const holders = one.holders.map((holder): AdvisedHolder => ({ ...person(holder.personId), standing: holder.standing, onBehalfOf: holder.onBehalfOf === null ? null : person(holder.onBehalfOf) }))
    const passedOver = passedOverIn(one, facts).flatMap((id) => { const why = conflictOf(facts, id); return why === null ? [] : [{ person: person(id), why }] })
    return { step: one.step, need: one.need, have: one.have, holders, passedOver, sentence: sentenceOf(one, holders) }
  })
}

/** In the owner's step those who come before the holder; among reviewers all who may not. */
function passedOverIn({ step, holders, have, need }: StepProgress, facts: ApprovalFacts): string[] {
  if (have >= need) return []
  if (step === 'security') return [...facts.reviewers]
  const line = [facts.ownerId, facts.backupOwnerId, facts.managerId].flatMap((id) => id ?? [])
  const first = line.findIndex((id) => holders.some((holder) => (holder.onBehalfOf ?? holder.personId) === id))
  return first === -1 ? line : line.slice(0, first)
}

function sentenceOf({ step, need, have }: StepProgress, holders: readonly AdvisedHolder[]): string {
  if (have >= need) return need === 1 ? 'Done.' : `Done by ${need} people.`
  const [first, ...others] = holders
  if (first === undefined) return step === 'owner' ? 'Nobody is left who may answer: the server needs an owner or a backup owner who has nothing to do with the request.' : 'Nobody is left who may answer: another security reviewer is needed.'
  if (step === 'owner') {
    const standIns = others.length === 0 ? '' : `, or ${listOr(others.map((one) => one.name))} in their place`
    return `${first.name}, ${STANDING_WORDS[first.standing]}${standIns}.`
  }
  const left = need - have
  const names = holders.length > NAMED ? listWords([...holders.slice(0, NAMED - 1).map((one) => one.name), `${holders.length - NAMED + 1} more`]) : listWords(holders.map((one) => one.name))
  if (holders.length < left) return `${left === 2 ? 'Two' : left} security reviewers are needed, and only ${names} may answer.`
  if (holders.length === left) return `${names}.`
  return `${left === 1 ? 'One' : 'Two'} of ${names}.`
}

function listOr(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`
}
