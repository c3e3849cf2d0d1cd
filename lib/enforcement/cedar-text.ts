const HEX = 16

/** A Cedar string literal. Whatever is not printable ASCII is written by its number, so that no text can end the literal or hide in it. */
export function cedarString(text: string): string {
  return `"${escaped(text)}"`
}

/** A pattern for Cedar's `like`: the stars of the glob are its wildcards, everything else stands for itself. */
export function cedarPattern(glob: string): string {
  return `"${glob.split('*').map(escaped).join('*')}"`
}

/** A pattern from pieces that stand for themselves, with a wildcard between each two of them. */
export function cedarPieces(...pieces: readonly string[]): string {
  return `"${pieces.map((piece) => escaped(piece).replaceAll('*', String.raw`\*`)).join('*')}"`
}

export function cedarSet(texts: readonly string[]): string {
  return `[${texts.map(cedarString).join(', ')}]`
}

function escaped(text: string): string {
  return [...text].map((character) => {
    if (character === '"' || character === '\\') return `\\${character}`
    const code = character.codePointAt(0) ?? 0
    return code >= 0x20 && code < 0x7f ? character : `\\u{${code.toString(HEX)}}`
  }).join('')
}
