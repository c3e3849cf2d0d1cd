import { createHmac } from 'node:crypto'
import { oneLine } from '@/lib/one-line'
import type { Outgoing } from './compose-mail'
import { linesOf, plain } from './lines'
import { isConsolePath } from './message'

/** Slack refuses a block's text that is longer. */
const MOST = 2800

/** The three characters that mean something in Slack's text (mentions, links): with them escaped nobody is called and no link is hidden. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** A message as Slack's incoming webhooks take it; `text` alone says all for whatever does not know blocks. */
export function composeWebhook(message: Outgoing, publicUrl: string): string {
  const subject = slackText(oneLine(message.subject, 200))
  const link = isConsolePath(message.path) ? `<${publicUrl}${message.path}|Open in Bailiwick>` : `<${publicUrl}|Open Bailiwick>`
  const body = slackText(plain(linesOf(message.text, publicUrl)).trim())
  const words = body.length > MOST ? `${body.slice(0, MOST).replace(/&[a-z]{0,3}$/, '').toWellFormed()}…` : body
  return JSON.stringify({
    text: `${subject}\n${link}`,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `*${subject.replaceAll('*', '∗')}*`, verbatim: true } },
      ...(words === '' ? [] : [{ type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } }]),
      { type: 'section', text: { type: 'mrkdwn', text: link, verbatim: true } },
    ],
  })
}

/** The headers of Standard Webhooks 1.0: the id stays the same at every attempt, the time and the signature are this one's. */
export function webhookHeaders(id: string, at: Date, body: string, secret: Uint8Array | null): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const headers = { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': timestamp }
  if (secret === null) return headers
  return { ...headers, 'webhook-signature': `v1,${createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`, 'utf8').digest('base64')}` }
}
