import type { Strategy } from './content'
import type { OutcomeDetail } from './model'
import { type Answer, type Given, isAccepted, type Outcome } from './outcome'
import type { Closing } from './stage'

const SAID: Record<Answer, string> = { keep: 'said keep', shorten: 'said to shorten', narrow: 'said to narrow', revoke: 'said revoke', abstain: 'could not tell' }
const MEANS: Record<Strategy, string> = {
  one_accept_accepts: 'one who accepts is enough', all_must_accept: 'everybody who is asked must accept', one_deny_denies: 'one who denies is enough', accepted_if_not_denied: 'what nobody denies is accepted',
}
const KIND: Record<Outcome['kind'], string> = { keep: 'kept', shorten: 'shortened', narrow: 'narrowed', revoke: 'revoked' }

/**
 * Why an item took its outcome, in words, with the names of those whose answers it rests on. `before`: earlier stages took part in it.
 * `dropped`: somebody was asked who may not answer any more, as the close found.
 */
export function whyOf(closing: Closing, voices: { asked: number; given: readonly Given[]; strategy: Strategy; before: boolean; dropped?: boolean }, nameOf: (personId: string) => string): string {
  if (closing.by === 'nobody') return nobody(closing, voices.dropped === true)
  const own = closing.by === 'no_response' ? silence(closing, voices.given, nameOf) : answers(closing, voices, nameOf)
  if (closing.next !== 'final' || !voices.before || JSON.stringify(closing.outcome) === JSON.stringify(closing.own)) return own
  return `${own} With what earlier stages accepted it is ${KIND[closing.outcome.kind]}.`
}

function nobody({ next }: Closing, dropped: boolean): string {
  if (next === 'again') return 'Whoever was asked may not answer any more; others are asked.'
  const head = dropped ? 'Whoever was asked may not answer any more' : 'Nobody could be asked'
  return next === 'escalate' ? `${head}; it is given to whom silence escalates to.` : `${head}, and what nobody looks at is not kept.`
}

function answers(closing: Closing, { asked, given, strategy }: { asked: number; given: readonly Given[]; strategy: Strategy }, nameOf: (personId: string) => string): string {
  const said = given.map((one) => `${nameOf(one.personId)} ${SAID[one.answer]}`)
  const silent = asked - given.length
  const who = [...said, ...(silent > 0 ? [`${silent} of ${asked} did not answer`] : [])].join(', ')
  const own = `${who}${asked > 1 ? `; ${MEANS[strategy]}` : ''}.`
  return closing.own?.kind === 'revoke' && isAccepted(strategy, asked, given) ? `${own} What they leave has nothing in common, so it is revoked.` : own
}

function silence(closing: Closing, given: readonly Given[], nameOf: (personId: string) => string): string {
  const head = given.length === 0 ? 'Nobody answered' : `${given.map((one) => `${nameOf(one.personId)} could not tell`).join(', ')}, nobody else answered`
  if (closing.next === 'again') return `${head}; the same people are asked again.`
  if (closing.next === 'escalate') return `${head}; it is given to whom silence escalates to.`
  return `${head}; silence means that it is ${closing.own?.kind === 'keep' ? 'kept' : 'revoked'}.`
}

/** An outcome as it is stored, with why. */
export function detailOf(outcome: Outcome, why: string): OutcomeDetail {
  return {
    why, until: outcome.kind === 'keep' || outcome.kind === 'revoke' || outcome.until === null ? null : new Date(outcome.until).toISOString(),
    targets: outcome.kind === 'narrow' ? outcome.targets.map(({ kind, name, access, scope }) => ({ kind, name, access, scope: [...scope] })) : null,
  }
}

/** What `detailOf` stored. */
export function outcomeOf(kind: string, detail: Pick<OutcomeDetail, 'until' | 'targets'>): Outcome | null {
  const until = detail.until === null ? null : Date.parse(detail.until)
  switch (kind) {
    case 'keep': case 'revoke': return { kind }
    case 'shorten': return until === null ? null : { kind, until }
    case 'narrow': return { kind, targets: detail.targets ?? [], until }
    default: return null
  }
}

/** The lines of which a closed stage keeps the digest: item, outcome and by what, sorted. */
export function outcomeLine(id: string, outcome: string, by: string, detail: Pick<OutcomeDetail, 'until' | 'targets'>): string {
  return [id, outcome, by, detail.until ?? '', detail.targets === null ? '' : JSON.stringify(detail.targets)].join(' ')
}
