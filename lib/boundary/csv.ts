/**
 * RFC 4180 with CRLF. A text that a spreadsheet would take for a formula is set behind an apostrophe, since exports hold names that
 * strangers chose.
 */
export function csvOf(head: readonly string[], rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return [head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

/** Lines without a head, for a table that is written in parts. */
export function csvLines(rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  return rows.map((row) => row.map(cell).join(',') + '\r\n').join('')
}

function cell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
