import { dayInWords } from '@/lib/grants/day-in-words'
import type { RemedyAction } from '@/lib/reviews/remedy'
import type { RemediationRow } from '@/lib/views/review-remediation'

const OUTCOMES: Record<string, string> = { revoke: 'revoke', narrow: 'narrow', shorten: 'shorten' }

/** What was decided, in a word or two. */
export function outcomeWord({ outcome, subject }: Pick<RemediationRow, 'outcome' | 'subject'>): string {
  return subject === 'grant' ? OUTCOMES[outcome] ?? outcome : 'not attested'
}

/** Why an item that is done, or goes its way, stands where it does: one sentence. */
export function doneWords(row: Pick<RemediationRow, 'signed' | 'detail' | 'note' | 'confirmation'>): string {
  if (row.signed !== null) return `${row.signed.by}: ${row.signed.reason}${row.confirmation === 'unproven' && row.detail !== null ? ` (${row.detail.text})` : ''}`
  return [row.note, row.detail !== null && row.detail.text !== row.note ? row.detail.text : null].flatMap((part) => part ?? []).join(' ') || 'It is applied within a minute.'
}

/** Why an item needs somebody: one sentence. */
export function openWords(row: Pick<RemediationRow, 'question' | 'detail' | 'note' | 'remediation' | 'outcome' | 'subject' | 'left' | 'until'>): string {
  if (row.question !== null) return row.question.text
  return row.remediation === 'manual' ? manualWords(row) : row.detail?.text ?? row.note ?? 'It is applied within a minute.'
}

const MOST = 5

/** What somebody has to do by hand. */
function manualWords({ subject, outcome, left, until }: Pick<RemediationRow, 'outcome' | 'subject' | 'left' | 'until'>): string {
  if (subject !== 'grant') return 'Nobody said that it is theirs. Set another owner, or take it out of service.'
  const end = until === null ? null : dayInWords(until)
  if (outcome === 'shorten' && end !== null) return `Let the grant end by ${end}.`
  if (outcome !== 'narrow' || left === null) return 'Revoke the grant.'
  const more = left.length > MOST ? ` and ${left.length - MOST} more` : ''
  return `Narrow the grant to ${left.slice(0, MOST).map((target) => `${target.name} (${target.access})`).join(', ')}${more}${end === null ? '' : `, until ${end}`}.`
}

type Words = { label: string; confirm: string; consequence: string; said: string; kind: 'default' | 'danger' | 'primary' }

const APPLY: Record<string, string> = { revoke: 'What stands of it now is revoked, for good.', narrow: 'What stands of it now is narrowed to what was decided.', shorten: 'What stands of it now ends when it was decided.' }

/** How a screen offers an action; `consequence` is said before the second press. */
export function actionWords(action: RemedyAction, row: Pick<RemediationRow, 'outcome' | 'remediatedAt'>): Words {
  switch (action) {
    case 'retry': return { label: 'Try again', confirm: 'Try again', consequence: 'It is applied now.', said: 'Tried again.', kind: 'default' }
    case 'restore': return { label: 'Restore…', confirm: 'Restore it', consequence: 'It can be used again at once, and stays. Your name stands under it.', said: 'Restored.', kind: 'default' }
    case 'done': return { label: 'It is done', confirm: 'It is done', consequence: 'The console looks at once whether it is over.', said: 'Seen: it is over.', kind: 'default' }
    case 'apply': return { label: 'Apply it…', confirm: 'Apply it', consequence: APPLY[row.outcome] ?? 'What was decided is applied to what there is now.', said: 'Applied.', kind: 'danger' }
    case 'leave': return { label: 'Leave it…', confirm: 'Leave it as it is', consequence: 'What there is now stays. Your name stands under it.', said: 'Left as it is.', kind: 'default' }
    case 'sign': return { label: 'Sign…', confirm: 'Sign and close it', consequence: row.remediatedAt === null ? 'It is closed without being applied. Your name stands under it.' : 'It is closed without proof that it is over. Your name stands under it.', said: 'Signed.', kind: 'default' }
  }
}
