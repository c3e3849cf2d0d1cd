import { oneLine } from '@/lib/one-line'
import { type Line, linesOf, plain } from './lines'
import { isConsolePath } from './message'

/** A stored message as its delivery needs it. */
export type Outgoing = { id: string; subject: string; text: string; path: string; createdAt: Date }

export type ComposedMail = { subject: string; text: string; html: string; messageId: string; date: Date; headers: Record<string, string> }

/**
 * A message as mail: plain text and the same as HTML, links whole. The Message-ID is the same at every attempt, so that a mail system
 * drops the second of two; nothing in it is fetched from anywhere, and following a link only shows a page.
 */
export function composeMail(message: Outgoing, publicUrl: string, sender: string): ComposedMail {
  const own: Line[] = isConsolePath(message.path) ? [{ indent: '', words: 'Look and act: ', href: `${publicUrl}${message.path}` }] : []
  const foot: Line = { indent: '', words: 'Following a link shows a page and changes nothing.', href: null }
  const all = [...linesOf(message.text, publicUrl), BLANK, ...own, BLANK, foot]
  const subject = oneLine(message.subject, 200)
  const domain = sender.slice(sender.lastIndexOf('@') + 1)
  return {
    subject, text: `${plain(all)}\n`, html: htmlOf(subject, all),
    messageId: `<${message.id}@${domain}>`, date: message.createdAt,
    headers: { 'List-Id': `Bailiwick <notifications.${listHost(publicUrl)}>`, 'Auto-Submitted': 'auto-generated' },
  }
}

const BLANK: Line = { indent: '', words: '', href: null }

function htmlOf(subject: string, lines: readonly Line[]): string {
  const body = lines.map(({ indent, words, href }) => {
    const link = href === null ? '' : `<a href="${escaped(href)}">${escaped(href)}</a>`
    return words === '' && link === '' ? '' : `<div${indent === '' ? '' : ' style="margin-left:1.5em"'}>${escaped(words)}${link}</div>`
  }).map((line) => (line === '' ? '<div>&nbsp;</div>' : line)).join('\n')
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${escaped(subject)}</title></head>\n<body style="font-family:system-ui,sans-serif;font-size:14px;line-height:1.5">\n${body}\n</body></html>\n`
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** RFC 2919: a name of the list under the console's own host. */
function listHost(publicUrl: string): string {
  const host = new URL(publicUrl).hostname.replace(/[^A-Za-z0-9.-]/g, '-').replace(/^[.-]+|[.-]+$/g, '')
  return host === '' ? 'localhost' : host
}
