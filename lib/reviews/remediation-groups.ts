/** In which part of the screen an item stands; the first ones need somebody. */
export const REMEDIATION_GROUPS = ['question', 'error', 'still_used', 'still_reachable', 'not_evaluable', 'manual', 'suspended', 'open', 'watching', 'silent', 'signed', 'over'] as const
export type RemediationGroup = (typeof REMEDIATION_GROUPS)[number]

/** Groups in which nothing goes on before a person has done something, or the world has changed. */
export const NEEDS_SOMEBODY = ['question', 'error', 'still_used', 'still_reachable', 'not_evaluable', 'manual'] as const satisfies readonly RemediationGroup[]
/** Groups that keep the campaign open. `silent` does too, as long as another item does. */
export const NOT_OVER = [...NEEDS_SOMEBODY, 'suspended', 'open', 'watching', 'silent'] as const satisfies readonly RemediationGroup[]

export const GROUP_WORDS: Record<RemediationGroup, { title: string; says: string; part: (count: number) => string }> = {
  question: { title: 'Changed since it was frozen', says: 'What was decided is not applied to something else. Look, and say what it means now.', part: (count) => `${count} changed since ${count === 1 ? 'it was' : 'they were'} frozen and ${count === 1 ? 'waits' : 'wait'} for an answer` },
  error: { title: 'Could not be applied', says: 'Tried again by itself, later each time.', part: (count) => `${count} could not be applied` },
  still_used: { title: 'Still used', says: 'Calls came through after the end. What lets them through does not ask the console; mend it there, then sign.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} still used` },
  still_reachable: { title: 'Still reachable', says: 'Another grant admits what was taken away. End that one too, or sign that it is meant.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} still reachable through another grant` },
  not_evaluable: { title: 'Not evaluable', says: 'No source can vouch for the silence. It is looked at again as time goes on, or a reviewer signs without proof.', part: (count) => `of ${count} no source can say whether ${count === 1 ? 'it is' : 'they are'} over` },
  manual: { title: 'For somebody to do', says: 'The console sees by itself when it is done.', part: (count) => `${count} ${count === 1 ? 'waits' : 'wait'} for somebody to do ${count === 1 ? 'it' : 'them'}` },
  suspended: { title: 'Suspended', says: 'Nobody can use it. It is ended for good on its day unless it is restored.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} suspended until ${count === 1 ? 'its' : 'their'} end` },
  open: { title: 'Being applied', says: 'Within a minute.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} being applied` },
  watching: { title: 'Watched', says: 'Ended, and nothing has come through so far.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} watched` },
  silent: { title: 'Silent', says: 'Proven so far; final when everything else is over too.', part: (count) => `${count} ${count === 1 ? 'is' : 'are'} silent and ${count === 1 ? 'waits' : 'wait'} for the others` },
  signed: { title: 'Signed for', says: 'Left, restored or closed without proof, on a person’s name.', part: (count) => `${count} signed for` },
  over: { title: 'Over', says: 'Applied, and confirmed.', part: (count) => `${count} over` },
}

type Grouped = { state: string; remediation: string; confirmation: string | null; question: unknown; suspendedAt: Date | null }

/** Where an item stands; null where it stands nowhere here: not decided yet, or a campaign that was cancelled. */
export function groupOf({ state, remediation, confirmation, question, suspendedAt }: Grouped): RemediationGroup | null {
  if (state === 'confirmed') return 'over'
  if (state === 'exempt') return 'signed'
  if (state === 'remediated') return confirmation === 'confirmed' ? 'silent' : (['still_used', 'still_reachable', 'not_evaluable'] as const).find((one) => one === confirmation) ?? 'watching'
  if (state === 'error') return 'error'
  if (state !== 'decided') return null
  if (question !== null && question !== undefined) return 'question'
  if (remediation === 'manual') return 'manual'
  return suspendedAt === null ? 'open' : 'suspended'
}

/** "3 of 41 are not over yet: 2 are still used, 1 could not be applied." */
export function remediationSentence(counts: Partial<Record<RemediationGroup, number>>, kept: number): string {
  const total = REMEDIATION_GROUPS.reduce((sum, group) => sum + (counts[group] ?? 0), 0)
  const also = kept === 0 ? '' : ` ${kept.toLocaleString('en-US')} ${kept === 1 ? 'was' : 'were'} kept.`
  if (total === 0) return `Nothing had to be ended.${also}`
  const open = NOT_OVER.filter((group) => (counts[group] ?? 0) > 0)
  const left = open.reduce((sum, group) => sum + (counts[group] ?? 0), 0)
  if (left === 0) {
    const signed = counts.signed ?? 0
    return `Everything is over: ${(total - signed).toLocaleString('en-US')} of ${total.toLocaleString('en-US')} confirmed${signed === 0 ? '' : `, ${signed.toLocaleString('en-US')} signed for`}.${also}`
  }
  return `${left.toLocaleString('en-US')} of ${total.toLocaleString('en-US')} ${left === 1 ? 'is' : 'are'} not over yet: ${open.map((group) => GROUP_WORDS[group].part(counts[group] ?? 0)).join(', ')}.${also}`
}
