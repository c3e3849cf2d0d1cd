/** What a person pasted or chose: the rows of an import, or why it is none. */
export type PastedImport = { rows: unknown[] } | { refusal: string }

/** Reads a JSON array of grants, or an object with `grants`, as a request to the API would have it. */
export function readImport(text: string): PastedImport {
  if (text.trim() === '') return { refusal: 'There is nothing to read yet. Paste JSON or choose a file.' }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { refusal: `This is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.` }
  }
  const rows = typeof value === 'object' && value !== null && 'grants' in value ? value.grants : value
  if (!Array.isArray(rows)) return { refusal: 'Expected a list of grants, or an object whose “grants” is one.' }
  return rows.length === 0 ? { refusal: 'The list is empty.' } : { rows }
}
