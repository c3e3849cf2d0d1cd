/** What replaces a secret-shaped value. */
export const HIDDEN = '[hidden]'

const NAMES = /(?:^|[^a-z])(?:pass(?:word|wd|phrase|code)?|secret|token|authorization|api_?key|access_?key|private_?key|credential|cookie|bearer|signature|otp|pin)s?$/
const MAYBE = /pass|secret|token|auth|key|cred|cookie|bearer|sign|otp|pin/i

/** True for a member whose very name says that its value is a secret: `password`, `apiKey`, `X-Auth-Token`, `client_secret`. */
export function isSecretName(name: string): boolean {
  if (name.length > 200 || !MAYBE.test(name)) return false
  return NAMES.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[-. ]/g, '_').toLowerCase())
}

// Prefixes that issuers of tokens document, so that scanners can find them.
const SHAPES = [
  /\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[\w-]{16,})/g,
  /\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_][\w-]{8,}/g,
  /\bsk-[A-Za-z0-9]{20,}/g,
  /\bxox[abeoprs]-[\w-]{8,}/g,
  /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}/g,
  /\bAIza[\w-]{30,}/g,
  /\bya29\.[\w-]{20,}/g,
  /\b(?:npm|dop_v1|doo_v1|shpat|shpss|hf|pypi)[_-][A-Za-z0-9_-]{16,}/g,
  /\bbwk_[A-Za-z0-9_]{16,}/g,
  /\bey[JI][\w-]{5,}\.[\w-]{5,}(?:\.[\w-]*)*/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\b(?:Bearer|Basic)\s+[\w.~+/-]{8,}=*/gi,
  /(?<=:\/\/[^\s/:@]{0,200}:)[^\s/@]{3,200}(?=@)/g,
]

/** Replaces every secret-shaped part of a text; the rest stays readable. */
export function hideSecrets(text: string): string {
  // No shape below is shorter, and most values are.
  if (text.length < 12) return text
  let hidden = text
  for (const shape of SHAPES) hidden = hidden.replace(shape, HIDDEN)
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
