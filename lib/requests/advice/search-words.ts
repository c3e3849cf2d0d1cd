/** At most so many words of a search count; the others would only make it slower. */
const MOST = 8

/** The words of a search, lower-cased: names are taken apart as the store does it. */
export function wordsOf(q: string): string[] {
  const text = q.slice(0, 200).replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  return [...new Set(text.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== ''))].slice(0, MOST)
}

/** Words that so short a word could be mistaken for would be too many. */
const SHORTEST = 4

/** Of the words that exist those that differ from this one by one slip of the finger; the commonest beginning first. */
export function nearWords(word: string, known: Iterable<string>, most = 5): string[] {
  if (word.length < SHORTEST) return []
  const found: string[] = []
  for (const other of known) if (isOneSlip(word, other)) found.push(other)
  return found.toSorted((a, b) => sameBeginning(word, b) - sameBeginning(word, a) || (a < b ? -1 : 1)).slice(0, most)
}

/** One letter more, less or other, or two neighbours changed round; what is longer may go on after it, since words are found by their beginnings. */
export function isOneSlip(typed: string, meant: string): boolean {
  if (typed === meant) return false
  const first = sameBeginning(typed, meant)
  const [a, b] = [typed.slice(first), meant.slice(first)]
  return b.slice(1).startsWith(a) || (a.length > 0 && (b.startsWith(a.slice(1)) || b.slice(1).startsWith(a.slice(1)))) || (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0] && b.slice(2).startsWith(a.slice(2)))
}

function sameBeginning(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}
