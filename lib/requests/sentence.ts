import { dayInWords } from '@/lib/grants/day-in-words'
import type { DecisionView, PersonRef, StepView } from './model'
import type { RequestKind, RequestState } from './state'

/** "a", "a and b", "a, b and c". */
export function listInWords(items: readonly string[], last = 'and'): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1) ?? ''}`
}

const NUMBERS = ['no', 'one', 'two'] as const
const STANDING = { owner: 'owner', backup_owner: 'backup owner', manager: 'the owner’s manager', security_reviewer: 'security reviewer', bootstrap: 'first administrator' } as const

type Holder = StepView['holders'][number]

function holderInWords(holder: Holder): string {
  return holder.onBehalfOf === null ? `${holder.name} (${STANDING[holder.standing]})` : `${holder.name} (standing in for ${holder.onBehalfOf.name})`
}

/** Who holds a step that is not done: "Ana Ruiz (owner)", "one of 3 security reviewers". */
export function holdersInWords(step: StepView): string {
  const missing = step.need - step.have
  if (step.holders.length < missing || step.holders.length === 0) {
    if (step.step === 'owner') return 'an owner’s answer that nobody may give: the server needs a backup owner who is not involved'
    const found = step.holders.length === 0 ? 'nobody' : `only ${listInWords(step.holders.map((one) => one.name))}`
    return `${NUMBERS[missing] ?? missing} more security ${missing === 1 ? 'reviewer' : 'reviewers'}, where ${found} may`
  }
  if (step.step === 'owner') return listInWords(step.holders.map(holderInWords), 'or')
  if (step.holders.length === missing) return listInWords(step.holders.map(holderInWords))
  return `${NUMBERS[missing] ?? missing} of ${step.holders.length} security reviewers`
}

export type Told = {
  kind: RequestKind
  state: RequestState
  requester: PersonRef
  steps: readonly StepView[]
  decisions: readonly Pick<DecisionView, 'answer' | 'person' | 'reason' | 'counts'>[]
  lapsesAt: string | null
  closedAt: string | null
  closeReason: string | null
}

/** The state of a request in one sentence, the same for everybody who may see it: who holds it, or how it ended. */
export function sentenceOf(told: Told): string {
  switch (told.state) {
    case 'draft': return 'A draft: only whoever wrote it sees it, and nobody has been asked yet.'
    case 'pending': return pending(told)
    case 'approved': return told.kind === 'break_glass' ? `Found justified by ${byWhom(told)}${on(told)}.` : `Approved by ${byWhom(told)}${on(told)}.`
    case 'denied': return denied(told)
    case 'withdrawn': return `Withdrawn${on(told)}${told.closeReason === null ? '' : `: ${told.closeReason.replace(/\.$/, '')}`}.`
    case 'lapsed': return `Lapsed${on({ closedAt: told.closedAt ?? told.lapsesAt })}: ${told.decisions.some((one) => one.counts) ? 'not everybody answered' : 'nobody answered'} in time.`
  }
}

function pending({ kind, steps, lapsesAt }: Told): string {
  const open = steps.filter((step) => step.have < step.need)
  if (open.length === 0) return 'Everybody has answered who must; it is granted within minutes, if it can be.'
  const who = listInWords(open.map(holdersInWords))
  if (kind === 'break_glass') return `The glass was broken; it waits for ${who} to say whether it had to be.`
  return `Waits for ${who}${lapsesAt === null ? '' : `, until ${dayInWords(lapsesAt)}`}.`
}

function denied({ kind, decisions, closedAt, closeReason }: Told): string {
  const no = decisions.find((one) => one.answer === 'deny')
  const reason = no?.reason ?? closeReason
  const what = kind === 'break_glass' ? 'Found not justified, and its grant revoked,' : 'Denied'
  return `${what} by ${no?.person.name ?? 'somebody'}${on({ closedAt })}${reason === null ? '' : `: ${reason.replace(/\.$/, '')}`}.`
}

function byWhom({ decisions }: Pick<Told, 'decisions'>): string {
  return listInWords(decisions.filter((one) => one.counts && one.answer === 'approve').map((one) => one.person.name)) || 'those who had to'
}

function on({ closedAt }: Pick<Told, 'closedAt'>): string {
  return closedAt === null ? '' : ` on ${dayInWords(closedAt)}`
}
