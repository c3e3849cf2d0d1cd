/** Deeper is no schema anybody wrote, and every later reader of it may recurse. */
export const JSON_DEPTH = 64

/**
 * What makes a JSON value unfit for keeping, as the end of a sentence; null = nothing. Looks at every text and key once, without
 * recursion: nested deeper than 64, U+0000 and half surrogate pairs (which PostgreSQL refuses), numbers that are none.
 */
export function jsonProblem(value: unknown): string | null {
  const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value: here, depth } = next
    if (depth > JSON_DEPTH) return `is nested deeper than ${JSON_DEPTH}`
    if (typeof here === 'string') {
      if (!isText(here)) return 'contains a character that is no text'
    } else if (typeof here === 'number') {
      if (!Number.isFinite(here)) return 'contains a number that is none'
    } else if (Array.isArray(here)) {
      for (const item of here) left.push({ value: item, depth: depth + 1 })
    } else if (typeof here === 'object' && here !== null) {
      for (const [key, member] of Object.entries(here)) {
        if (!isText(key)) return 'contains a character that is no text'
        left.push({ value: member, depth: depth + 1 })
      }
    }
  }
  return null
}

function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\u0000')
}
