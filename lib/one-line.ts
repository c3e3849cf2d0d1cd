/** Text that somebody typed, fit for a line of a message or a header: no line breaks, no control characters, no marks that turn the direction of writing. */
export function oneLine(text: string, most = 300): string {
  const line = text.toWellFormed().replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').replace(/\s+/g, ' ').trim()
  return line.length > most ? `${line.slice(0, most - 1).toWellFormed().replace(/\ufffd$/, '')}…` : line
}
