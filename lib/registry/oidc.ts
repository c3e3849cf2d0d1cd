const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Why `issuer` is no issuer identifier, or null. OpenID Connect Discovery 1.0, section 3, and RFC 8414, section 2: an https URL
 * without query or fragment. Issuers are compared character by character, so it is kept exactly as written. Plain http is let
 * through for loopback only, where nobody else listens.
 */
export function issuerProblem(issuer: string): string | null {
  if (issuer.length > 2048) return 'must not be longer than 2048 characters'
  // URL would quietly drop tabs, line ends and spaces at the ends, and what is stored would not be what was checked.
  if (!/^[\x21-\x7e]+$/.test(issuer) || issuer.includes('\\')) return 'must be a URL in ASCII without spaces'
  if (!/^https?:\/\/[^/?#]/.test(issuer)) return 'must be an https URL'
  let url: URL
  try {
    url = new URL(issuer)
  } catch {
    return 'must be an https URL'
  }
  if (issuer.includes('?')) return 'must not have a query'
  if (issuer.includes('#')) return 'must not have a fragment'
  // An issuer with an “@” before the path has userinfo, even an empty one.
  if (/^https?:\/\/[^/]*@/.test(issuer)) return 'must not carry a user or password'
  if (url.protocol === 'http:' && !LOOPBACK.has(url.hostname)) return 'must be an https URL'
  return null
}

/** Why `subject` is no subject identifier, or null. OpenID Connect Core 1.0, section 2: at most 255 ASCII characters, case-sensitive. */
export function subjectProblem(subject: string): string | null {
  if (subject === '') return 'must not be empty'
  if (subject.length > 255) return 'must not be longer than 255 characters'
  if (!/^[\x20-\x7e]+$/.test(subject) || subject.trim() !== subject) return 'must be printable ASCII without spaces at its ends'
  return null
}
