/** What stands for a set of resources too large to keep. */
export const MANY = '*'

const SEGMENTS = 3
const LENGTH = 200
const KEYS = 8

/** Distinct keys of one (day, server, target, agent) above which its rows say `*`. */
export const DISTINCT_LIMIT = 200

/**
 * A resource cut to its first three path segments (`repo:acme/api/x/y` → `repo:acme/api/x/*`) and to 200 characters; a cut
 * one ends in `*`.
 */
export function cutResource(resource: string): string {
  let at = -1
  for (let i = 0; i < SEGMENTS; i += 1) {
    at = resource.indexOf('/', at + 1)
    if (at === -1) break
  }
  const key = at === -1 ? resource : `${resource.slice(0, at)}/*`
  if (key.length <= LENGTH) return key
  // A surrogate pair is never cut in two.
  const end = isHighSurrogate(key.charCodeAt(LENGTH - 2)) ? LENGTH - 2 : LENGTH - 1
  return `${key.slice(0, end)}*`
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

/** The resource keys of one event: distinct, cut, sorted by UTF-16 code units; over eight of them: `*`. */
export function resourceKeys(resources: readonly string[]): string[] {
  if (resources.length === 0) return []
  const keys = [...new Set(resources.map(cutResource))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return keys.length > KEYS ? [MANY] : keys
}
