/** A SPIFFE ID in its normal form, or why the text is none. */
export type ParsedSpiffeId = { ok: true; id: string; trustDomain: string; path: string } | { ok: false; problem: string }

const MAX_BYTES = 2048
const SCHEME = /^spiffe:\/\//i
const TRUST_DOMAIN = /^[a-z0-9._-]{1,255}$/
const SEGMENT = /^[a-zA-Z0-9._-]+$/

/**
 * Reads a SPIFFE ID to the letter of the SPIFFE ID standard, section 2: scheme and trust domain compare without regard to case
 * and come back lower-cased; the path is kept as it is; no port, userinfo, percent-encoding, query or fragment; no empty, `.` or
 * `..` segment and no trailing slash; at most 2048 bytes. A bare trust domain is valid here and has an empty path.
 */
export function parseSpiffeId(text: string): ParsedSpiffeId {
  if (text === '') return fail('must not be empty')
  // Every character that passes below is ASCII, so characters are bytes.
  if (text.length > MAX_BYTES) return fail('must not be longer than 2048 bytes')
  if (!SCHEME.test(text)) return fail('must begin with spiffe://')
  const rest = text.slice('spiffe://'.length)
  const slash = rest.indexOf('/')
  const authority = slash === -1 ? rest : rest.slice(0, slash)
  const path = slash === -1 ? '' : rest.slice(slash)
  if (authority === '') return fail('must name a trust domain')
  const trustDomain = lowerAscii(authority)
  if (!TRUST_DOMAIN.test(trustDomain)) return fail('must have a trust domain of 1 to 255 letters, digits, dots, hyphens and underscores, without port or user')
  const problem = pathProblem(path)
  return problem === null ? { ok: true, id: `spiffe://${trustDomain}${path}`, trustDomain, path } : fail(problem)
}

/** A SPIFFE ID that names a workload: a trust domain alone stands for the trust domain's authority, not for a workload. */
export function parseWorkloadId(text: string): ParsedSpiffeId {
  const parsed = parseSpiffeId(text)
  return parsed.ok && parsed.path === '' ? fail('must name a workload by a path after the trust domain') : parsed
}

function pathProblem(path: string): string | null {
  if (path === '') return null
  if (path.endsWith('/')) return 'must not end in a slash'
  for (const segment of path.slice(1).split('/')) {
    if (segment === '') return 'must not have an empty path segment'
    if (segment === '.' || segment === '..') return 'must not have a dot segment'
    if (!SEGMENT.test(segment)) return 'must have path segments of letters, digits, dots, hyphens and underscores only'
  }
  return null
}

/** Only A to Z: toLowerCase would also turn letters outside ASCII (the Kelvin sign) into letters inside it. */
function lowerAscii(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function fail(problem: string): ParsedSpiffeId {
  return { ok: false, problem }
}
