/** One thing to tell one person, or, without a recipient, the channel that everybody reads. */
export type Message = {
  /** Told once: a second message with this key is left out. */
  key: string
  /** room.event, such as request.submitted. */
  kind: string
  recipientId: string | null
  subject: string
  /** Plain text. A line that is nothing but a path of this console becomes a link; write what people typed by `oneLine`, so that it cannot make one. */
  text: string
  /** Where to look and act: a path of this console. It is appended as the last link, so `text` need not repeat it. */
  path: string
}

/** Text that somebody typed, fit for a line of a message or a header: no line breaks, no control characters, no marks that turn the direction of writing. */
export function oneLine(text: string, most = 300): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed().replace(/\ufffd$/, '')}…` : line
}

/** A path of this console, as `paths` makes them: nothing that could name another host or another line. */
export function isConsolePath(text: string): boolean {
  return text === '/' || /^\/[A-Za-z0-9][!-~]*$/.test(text)
}
