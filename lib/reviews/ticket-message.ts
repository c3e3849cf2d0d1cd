import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'

/** What `enqueue` takes. */
type Message = { key: string; kind: string; recipientId: string | null; subject: string; text: string; path: string }

export type TicketLine = { title: string; outcome: string; left: string | null }

const MOST = 100
const VERBS: Record<string, string> = { revoke: 'Revoke', narrow: 'Narrow', shorten: 'Shorten' }

/** One message for all that somebody has to do by hand after a review: to each recipient once, null being the channel that everybody reads. */
export function ticketMessages(campaign: { id: string; name: string }, lines: readonly TicketLine[], recipients: readonly (string | null)[]): Message[] {
  const many = lines.length === 1 ? 'One item' : `${lines.length.toLocaleString('en-US')} items`
  const shown = lines.slice(0, MOST).map((line) => `- ${VERBS[line.outcome] ?? 'Settle'} ${oneLine(line.title)}${line.left === null ? '' : ` (${oneLine(line.left)})`}`)
  const text = [
    `${many} of the review “${oneLine(campaign.name)}” ${lines.length === 1 ? 'is' : 'are'} to be done by hand:`, '', ...shown, ...(lines.length > MOST ? [`- and ${(lines.length - MOST).toLocaleString('en-US')} more`] : []), '',
    'The console sees by itself when each is over; the campaign stays open until then.',
  ].join('\n')
  return recipients.map((recipientId) => ({
    key: `review:${campaign.id}:ticket:${recipientId ?? 'channel'}`, kind: 'review.ticket', recipientId, subject: `${many} to end after “${oneLine(campaign.name)}”`, text, path: paths.reviewRemediation(campaign.id),
  }))
}
