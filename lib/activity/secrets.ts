import { HIDDEN, mayHoldSecret, SECRET_SHAPES } from '@/lib/registry/secret-shapes'

/** Replaces every secret-shaped part of a text; the rest stays readable. */
export function hideSecrets(text: string): string {
  // No shape below is shorter, and most values are.
  if (text.length < 12) return text
  let hidden = text
  if (mayHoldSecret(text)) for (const { pattern } of SECRET_SHAPES) hidden = hidden.replace(pattern, HIDDEN)
  return hidden.replace(/[A-Za-z0-9+/_=-]{24,}/g, (word) => (looksRandom(word) ? HIDDEN : word))
}

/** A long run of mixed letters and digits with no pattern to it. Hex digests, UUIDs and paths are no secrets by themselves. */
export function looksRandom(word: string): boolean {
  if (word.length < 24 || word.length > 4096 || /^[0-9a-f-]+$/i.test(word)) return false
  if (!/[a-z]/.test(word) || !/[A-Z]/.test(word) || !/[0-9]/.test(word)) return false
  return entropy(word) >= 4
}

/** Shannon entropy in bits per character. */
function entropy(word: string): number {
  const counts = new Map<string, number>()
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / word.length) * Math.log2(count / word.length)
  return bits
}
