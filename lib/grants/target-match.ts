/**
 * A glob in which `*` stands for any run of characters, also empty and across `/`; everything else stands for itself.
 * Compiled once into the literal pieces between its stars.
 */
export type Pattern = { text: string; pieces: readonly string[] | null }

/** Prepares `text` for `matchesPattern`. A text without `*` is an exact string (`pieces` null). */
export function compilePattern(text: string): Pattern {
  return { text, pieces: text.includes('*') ? text.split('*') : null }
}

/** True for a target that names exactly one thing. */
export function isExact(target: string): boolean {
  return !target.includes('*')
}

/**
 * Plain matching, for tool names and `<system>:<action>`. Each piece is looked for once, leftmost after the one before it,
 * so hostile patterns cannot make it backtrack.
 */
export function matchesPattern(pattern: Pattern, text: string): boolean {
  if (pattern.text === text) return true
  return pattern.pieces !== null && matchesPieces(pattern.pieces, text)
}

/**
 * Matching of resources and URI targets: a text that could mean another path than it shows (`isTreacherous`) matches no
 * pattern, only its exact string.
 */
export function matchesPath(pattern: Pattern, text: string, treacherous: boolean): boolean {
  return pattern.text === text || (!treacherous && pattern.pieces !== null && matchesPieces(pattern.pieces, text))
}

function matchesPieces(pieces: readonly string[], text: string): boolean {
  const first = pieces[0] ?? ''
  const last = pieces.at(-1) ?? ''
  const end = text.length - last.length
  let position = first.length
  if (position > end || !text.startsWith(first) || !text.endsWith(last)) return false
  for (let i = 1; i < pieces.length - 1; i += 1) {
    const piece = pieces[i] ?? ''
    const found = text.indexOf(piece, position)
    if (found === -1 || found + piece.length > end) return false
    position = found + piece.length
  }
  return true
}

/** A path segment `.` or `..` (RFC 3986, 3.3), also right after a prefix such as `repo:` and before a query or fragment. */
const DOT_SEGMENT = /(?:^|[/:?#])\.\.?(?:[/?#]|$)/
const BACKSLASH_OR_CONTROL = /[\\\p{Cc}]/u
const ENCODED_SLASH = /%2f/i

/**
 * True when `text`, percent-decoded, contains a dot segment, an encoded slash, a backslash or a control character. Decoding
 * goes on until nothing changes, since a server behind a proxy may decode twice. What is no percent-encoding of UTF-8
 * (RFC 3986, 2.1 and 2.5) may come to mean anything and counts as treacherous; a `%` that was itself encoded does not.
 */
export function isTreacherous(text: string): boolean {
  if (looksTreacherous(text)) return true
  if (!text.includes('%')) return false
  let decoded: string | null = decodedUtf8(text)
  while (decoded !== null && !looksTreacherous(decoded)) {
    const next = decodedAgain(decoded)
    if (next === decoded) return false
    decoded = next
  }
  return true
}

function looksTreacherous(text: string): boolean {
  return DOT_SEGMENT.test(text) || BACKSLASH_OR_CONTROL.test(text) || ENCODED_SLASH.test(text)
}

/** Null when some `%` begins no escape, or the escapes are not UTF-8 (an overlong dot among them). */
function decodedUtf8(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Decodes what still looks like an escape and lets a lone `%` stand. */
function decodedAgain(text: string): string | null {
  let readable = true
  const decoded = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    const part = decodedUtf8(escapes)
    readable &&= part !== null
    return part ?? ''
  })
  return readable ? decoded : null
}

/** `pattern` as resource or URI pattern against `target`, for callers that match once and do not compile. */
export function matchesTarget(pattern: string, target: string): boolean {
  return matchesPath(compilePattern(pattern), target, isTreacherous(target))
}
