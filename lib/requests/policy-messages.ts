import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { changeText, type PolicyChange } from './approval-policy'
import type { RequestMessage } from './messages'

type Loosening = { number: number; by: string; changes: readonly PolicyChange[]; reason: string }

/** Tells these people that somebody made approvals easier: what exactly, and why they say so. */
export function toReviewers(people: readonly string[], { number, by, changes, reason }: Loosening): RequestMessage[] {
  const looser = changes.filter((change) => change.looser)
  const subject = `${oneLine(by, 200)} loosened the approval policy`
  const lines = looser.slice(0, 40).map((change) => `- ${changeText(change)}`)
  const more = looser.length > 40 ? [`- and ${looser.length - 40} more`] : []
  const text = [`${subject}. Requests that are pending keep the stricter of then and now.`, '', ...lines, ...more, '', `Reason: “${oneLine(reason, 500)}”`].join('\n')
  return people.map((recipientId) => ({ key: `approval_policy.loosened:${number}:${recipientId}`, kind: 'approval_policy.loosened', recipientId, subject, text, path: paths.approvals() }))
}
