import { publicJwk, sign } from '@/lib/signing/key'

/** What a stored event is made of. */
export type TokenParts = { id: string; type: string; subject: unknown; event: unknown; objectId: string; createdAt: Date }

/**
 * A Security Event Token (RFC 8417) as a compact JWS, signed with the console's key (EdDSA, RFC 8037). The same event gives the same
 * bytes at every attempt. `txn` is the object that it is about, so that tokens of one case belong together.
 */
export function securityEventToken(parts: TokenParts, issuer: string, audience: string): string {
  const { kid, alg } = publicJwk()
  const head = { alg, kid, typ: 'secevent+jwt' }
  const claims = { iss: issuer, jti: parts.id, iat: Math.floor(parts.createdAt.getTime() / 1000), aud: audience, txn: parts.objectId, sub_id: parts.subject, events: { [parts.type]: parts.event } }
  const signed = `${encoded(head)}.${encoded(claims)}`
  return `${signed}.${Buffer.from(sign(Buffer.from(signed))).toString('base64url')}`
}

function encoded(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
