import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import type { Action } from './model'
import { type Part, PART_WORDS } from './transfer'

/** One message to be queued; what `enqueue` takes. */
type LifecycleMessage = { key: string; kind: string; recipientId: string; subject: string; text: string; path: string }

/** One duty in a message: what, until when, what follows. */
export type ToldDuty = { id: string; name: string; text: string; dueAt: number; action: Action; recipients: readonly string[] }

type Occasion = 'due' | 'warned' | 'overdue'

const FOLLOWS: Record<Action, string> = { notify: 'security is told too', quarantine: 'it is quarantined, or made inactive', offboard: 'its offboarding begins' }
const DAY = (at: number): string => new Date(at).toISOString().slice(0, 10)

function subjectOf(occasion: Occasion, duties: readonly ToldDuty[]): string {
  const [first] = duties
  const what = duties.length === 1 && first !== undefined ? first.name : `${duties.length} servers and agents`
  if (occasion === 'due') return `Something must be done about ${what}`
  return occasion === 'warned' ? `Little time is left for ${what}` : `Nothing was done in time about ${what}`
}

/** More lines would be read by nobody; the list is behind the link. */
const LINES = 40

/** What these duties are, in one message for each person who must act. */
export function dutyMessages(occasion: Occasion, duties: readonly ToldDuty[]): LifecycleMessage[] {
  const people = new Map<string, ToldDuty[]>()
  for (const duty of duties) for (const id of new Set(duty.recipients)) people.set(id, [...(people.get(id) ?? []), duty])
  return [...people].map(([recipientId, mine]) => {
    const subject = subjectOf(occasion, mine)
    const lines = mine.slice(0, LINES).map((duty) => `- ${oneLine(duty.text)}. ${occasion === 'overdue' ? `It was to be done by ${DAY(duty.dueAt)}.` : `By ${DAY(duty.dueAt)}; then ${FOLLOWS[duty.action]}.`}`)
    const more = mine.length > LINES ? [`- and ${mine.length - LINES} more`] : []
    return { key: `lifecycle.${occasion}:${mine.map((duty) => duty.id).toSorted()[0] ?? ''}:${mine.length}:${recipientId}`, kind: `lifecycle.${occasion}`, recipientId, subject, text: [`${subject}.`, '', ...lines, ...more].join('\n'), path: paths.lifecycle() }
  })
}

/** What the console did when the time was over, to everybody whom it concerns. */
export function actedMessages(duty: { id: string; name: string; text: string; came: string; path: string }, recipients: readonly string[]): LifecycleMessage[] {
  const subject = `${duty.name}: ${duty.came}`
  const text = `${subject}.\n\nNothing was done in time: ${oneLine(duty.text)}.`
  return [...new Set(recipients)].map((recipientId) => ({ key: `lifecycle.acted:${duty.id}:${recipientId}`, kind: 'lifecycle.acted', recipientId, subject, text, path: duty.path }))
}

export type TransferTold = { id: string; name: string; part: Part; from: string | null; to: string; by: string; reason: string }
type TransferTurn = 'asked' | 'done' | 'declined' | 'withdrawn' | 'lapsed'

const TURN: Record<TransferTurn, (told: TransferTold) => string> = {
  asked: (told) => `${told.by} asks that ${told.to} becomes ${PART_WORDS[told.part]} of ${told.name}`,
  done: (told) => `${told.to} is ${PART_WORDS[told.part]} of ${told.name} now`,
  declined: (told) => `${told.by} declined: ${told.to} does not become ${PART_WORDS[told.part]} of ${told.name}`,
  withdrawn: (told) => `${told.by} took it back: ${told.to} does not become ${PART_WORDS[told.part]} of ${told.name}`,
  lapsed: (told) => `Nobody answered in time: ${told.to} does not become ${PART_WORDS[told.part]} of ${told.name}`,
}

/** To both sides, and to whoever asked: what is asked, and what came of it. The link only shows it. */
export function transferMessages(turn: TransferTurn, told: TransferTold, people: readonly string[]): LifecycleMessage[] {
  const subject = oneLine(TURN[turn](told))
  const held = told.from === null ? 'Nobody has it now.' : `It is ${told.from}’s now.`
  const text = [`${subject}.`, '', ...(turn === 'asked' ? [held] : []), ...(told.reason === '' ? [] : [`Reason: “${oneLine(told.reason, 500)}”`]), '', 'The link shows it; it decides nothing by itself.'].join('\n')
  return [...new Set(people)].map((recipientId) => ({ key: `ownership.transfer_${turn}:${told.id}:${recipientId}`, kind: `ownership.transfer_${turn}`, recipientId, subject, text, path: paths.transfers() }))
}

/** To every other security reviewer: that less is asked for than before. */
export function policyMessages(people: readonly string[], policy: { number: number; by: string; loosened: readonly string[]; reason: string }): LifecycleMessage[] {
  const subject = `${oneLine(policy.by, 200)} loosened the life cycle policy`
  const text = [`${subject}.`, '', ...policy.loosened.map((line) => `- ${line}`), '', `Reason: “${oneLine(policy.reason, 500)}”`].join('\n')
  return people.map((recipientId) => ({ key: `lifecycle.policy_loosened:${policy.number}:${recipientId}`, kind: 'lifecycle.policy_loosened', recipientId, subject, text, path: paths.lifecyclePolicy() }))
}
