import { overrides, reasonNeeded } from '@/lib/reviews/reason-needed'
import type { Recommendation } from '@/lib/reviews/frozen'
import type { ItemRow } from '@/lib/reviews/model'
import type { Answer } from '@/lib/reviews/outcome'

export type Kind = 'grants' | 'ownership'

/** What a reviewer can say, besides handing it on. */
export const ANSWER_WORDS: Record<Kind, Record<Answer, string>> = {
  grants: { keep: 'Keep', shorten: 'Keep until', narrow: 'Narrow', revoke: 'Revoke', abstain: 'Can’t tell' },
  ownership: { keep: 'Still mine', shorten: 'Keep until', narrow: 'Narrow', revoke: 'Give up', abstain: 'Can’t tell' },
}

/** The answers that stand in the row itself; the others are behind "more". */
export const IN_ROW: Record<Kind, readonly Answer[]> = { grants: ['keep', 'narrow', 'revoke'], ownership: ['keep', 'revoke'] }
export const BEHIND: Record<Kind, readonly Answer[]> = { grants: ['shorten', 'abstain'], ownership: ['abstain'] }

export const RECOMMENDED: Record<Recommendation['answer'], string> = { keep: 'Keep', shorten: 'Shorten', narrow: 'Narrow', revoke: 'Revoke', look: 'Look', none: 'No recommendation' }

/** "Keep", "Keep until 21 Dec 2026", "Revoke". */
export function saidOf(kind: Kind, answer: { answer: Answer; until: string | null }): string {
  const word = ANSWER_WORDS[kind][answer.answer]
  if (answer.until === null || (answer.answer !== 'shorten' && answer.answer !== 'narrow')) return word
  return answer.answer === 'shorten' ? `${word} ${dayOf(answer.until)}` : `${word} until ${dayOf(answer.until)}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The UTC day of an instant, as the console writes days. */
export function dayOf(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`
}

/** Why it asks for a reason, as the field's label; null = it does not. The server asks the same again. */
export function reasonLabel(row: Pick<ItemRow, 'risk' | 'recommendation'>, answer: Answer): string | null {
  if (reasonNeeded(answer, row.recommendation, row.risk) === null) return null
  if (!overrides(answer, row.recommendation.answer)) return `Why keep it, though its risk is ${row.risk}?`
  return row.recommendation.answer === 'look' ? 'Why keep it, though it should be looked at?' : `Why ${answer} it, though the recommendation is to ${row.recommendation.answer}?`
}

/** "4 s", "2 min 5 s". */
export function secondsText(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  return `${Math.floor(whole / 60)} min${whole % 60 === 0 ? '' : ` ${whole % 60} s`}`
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`
}
