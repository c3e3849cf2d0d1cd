import { sha256Hex } from '@/lib/hash'

/**
 * An API token: `bwk_<id>_<secret>_<checksum>`. The id is 12 and the secret 40 characters of [a-z0-9]; the checksum is the first
 * eight hex digits of SHA-256 over `bwk_<id>_<secret>`, so that a mistyped or cut token is told from an unknown one without the
 * database, and secret scanners can be sure of a find.
 */
const FORM = /^bwk_([a-z0-9]{12})_([a-z0-9]{40})_([0-9a-f]{8})$/

export function checksumOf(body: string): string {
  return sha256Hex(body).slice(0, 8)
}

/** The token of an id and a secret. */
export function formatToken(id: string, secret: string): string {
  const body = `bwk_${id}_${secret}`
  return `${body}_${checksumOf(body)}`
}

/** The token's id, or null when it has not the form or its checksum does not fit. */
export function parseToken(token: string): { id: string } | null {
  const match = FORM.exec(token)
  if (match === null) return null
  const body = token.slice(0, token.lastIndexOf('_'))
  return checksumOf(body) === match[3] ? { id: match[1] ?? '' } : null
}

/** What is stored of a token or a link: SHA-256 of the whole value. It has 200 random bits, so no salt or stretching is needed. */
export function hashSecret(value: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(sha256Hex(value), 'hex'))
}
