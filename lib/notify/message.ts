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

/** A path of this console, as `paths` makes them: nothing that could name another host or another line. */
export function isConsolePath(text: string): boolean {
  return text === '/' || /^\/[A-Za-z0-9][!-~]*$/.test(text)
}
