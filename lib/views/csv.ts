/** Characters with which spreadsheets begin a formula, and those that lead to the next cell. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * One cell of a CSV file (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front, since file
 * contents come from logs that anybody may have written.
 */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  const safe = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A file: lines that say what it holds, the column heads, the rows. Lines end as RFC 4180 says. */
export function csvFile(about: readonly string[], heads: readonly string[], rows: readonly (readonly (string | number | boolean | null)[])[]): string {
  const lines = [...about.map((line) => csvCell(`# ${line}`)), heads.map(csvCell).join(','), ...rows.map((row) => row.map(csvCell).join(','))]
  return `${lines.join('\r\n')}\r\n`
}
