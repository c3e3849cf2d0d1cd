import { decodeJwt, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import type { SignalSource } from '@/lib/env-signals'
import type { CallOptions } from '@/lib/notify/call-webhook'
import { issuerKeys, KeysUnavailable } from './issuer-keys'

/** RFC 8935, 2.4: what a refused token is answered with. */
export type SetError = 'invalid_request' | 'invalid_key' | 'invalid_issuer' | 'invalid_audience'

/** A token that is refused, in the words of RFC 8935. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken'
  readonly err: SetError
  constructor(err: SetError, description: string) {
    super(description)
    this.err = err
  }
}

/** Asymmetric ones only: nobody but the issuer signs, and never nobody (`none`). */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** Clocks may differ by this much, in seconds. */
const SKEW_S = 300

const claimsSchema = z.object({
  iss: z.string(), jti: z.string().min(1).max(500), iat: z.number(), sub_id: z.looseObject({}).optional(),
  events: z.record(z.string().max(500), z.looseObject({})).refine((events) => Object.keys(events).length > 0 && Object.keys(events).length <= 20, 'must have an event'),
})

/** A verified token: what its issuer says, and of whom. */
export type VerifiedToken = { issuer: string; jti: string; issuedAt: Date; events: { type: string; subject: unknown }[] }

/**
 * Verifies a Security Event Token (RFC 8417): its type, the signature by the issuer's own keys, issuer, audience, and that it was not
 * issued in the future. Throws RefusedToken, or KeysUnavailable when the keys cannot be read now.
 */
export async function verifyToken(source: SignalSource, token: string, now: Date, options: CallOptions = {}): Promise<VerifiedToken> {
  const claimed = claimedIssuer(token)
  if (claimed !== source.issuer) throw new RefusedToken('invalid_issuer', 'Tokens of this issuer are not taken here.')
  const payload = await checked(source, token, now, options)
  const parsed = claimsSchema.safeParse(payload)
  if (!parsed.success) throw new RefusedToken('invalid_request', `This is not a security event token: ${parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'all of it'}: ${issue.message}`).join('; ')}.`)
  const { iss, jti, iat, sub_id: subject, events } = parsed.data
  if (iat > now.getTime() / 1000 + SKEW_S) throw new RefusedToken('invalid_request', 'The token was issued in the future.')
  refuseNoText(payload)
  // Before CAEP 1.0 was final the subject stood in the event.
  return { issuer: iss, jti, issuedAt: new Date(iat * 1000), events: Object.entries(events).map(([type, event]) => ({ type, subject: subject ?? event['subject'] ?? null })) }
}

function claimedIssuer(token: string): string | undefined {
  try {
    return decodeJwt(token).iss
  } catch {
    throw new RefusedToken('invalid_request', 'The body is not a signed token (a compact JWS).')
  }
}

async function checked(source: SignalSource, token: string, now: Date, options: CallOptions): Promise<unknown> {
  const ask = { algorithms: ALGORITHMS, typ: 'secevent+jwt', issuer: source.issuer, audience: [...source.audiences], currentDate: now, clockTolerance: SKEW_S }
  try {
    return (await jwtVerify(token, await issuerKeys(source, now, options), ask).catch(async (error: unknown) => {
      // A new key of the issuer's: looked for once more.
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      return jwtVerify(token, await issuerKeys(source, now, { ...options, anew: true }), ask)
    })).payload
  } catch (error) {
    throw refusalOf(error)
  }
}

function refusalOf(error: unknown): unknown {
  if (error instanceof KeysUnavailable) return error
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return new RefusedToken('invalid_audience', 'The token is not for this console.')
    if (error.claim === 'iss') return new RefusedToken('invalid_issuer', 'Tokens of this issuer are not taken here.')
    return new RefusedToken('invalid_request', error.claim === 'typ' ? 'The token’s typ is not secevent+jwt.' : `The claim ${error.claim} is not as it must be.`)
  }
  if (error instanceof errors.JWTExpired) return new RefusedToken('invalid_request', 'The token has expired.')
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys || error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JOSEAlgNotAllowed) {
    return new RefusedToken('invalid_key', 'The token’s signature is not by a key of the issuer.')
  }
  return error instanceof errors.JOSEError ? new RefusedToken('invalid_request', 'The body is not a signed token (a compact JWS).') : error
}

/** PostgreSQL stores no U+0000, and a lone surrogate is no Unicode; JSON writes both as escapes. */
function refuseNoText(value: unknown): void {
  if (/\\u(0000|d[89a-f][0-9a-f]{2})/i.test(JSON.stringify(value))) throw new RefusedToken('invalid_request', 'The token holds a character that is no text.')
}

/** Whom a subject identifier (RFC 9493) means: an identity at an issuer, an address, or nobody whom this console could know. */
export type SubjectName = { issuer: string; subject: string } | { email: string } | null

export function subjectName(value: unknown, depth = 0): SubjectName {
  const parsed = z.looseObject({}).safeParse(value)
  if (!parsed.success || depth > 3) return null
  const { format, subject_type: old, iss, sub, email, user } = parsed.data
  const kind = typeof format === 'string' ? format : typeof old === 'string' ? old.replaceAll('-', '_') : user === undefined ? '' : 'complex'
  if (kind === 'iss_sub' || kind === 'id_token_claims') return typeof iss === 'string' && typeof sub === 'string' ? { issuer: iss, subject: sub } : null
  if (kind === 'email') return typeof email === 'string' ? { email: email.trim().toLowerCase() } : null
  return kind === 'complex' ? subjectName(user, depth + 1) : null
}
