import { emailSchema } from './model'

/** What a provider says about whoever signs in, after its token was verified. */
export type SignOnClaims = { issuer: string; subject: string; email: string | null; emailVerified: boolean; name: string | null; /** Null = the claim is missing. */ groups: string[] | null; sid: string | null }

export type SignOnRefusal = 'no_email' | 'email_unverified' | 'other_domain' | 'left' | 'other_identity'

export type SignOnPlan =
  | { kind: 'known'; personId: string; email: string }
  | { kind: 'link'; personId: string; email: string }
  | { kind: 'join'; email: string; name: string }
  | { kind: 'refused'; reason: SignOnRefusal }

type Person = { id: string; email: string; active: boolean }

/**
 * Whom verified claims sign in. Issuer and subject decide first: they are never given to somebody else (OpenID Connect Core 1.0, 5.7).
 * An e-mail address decides only when the provider says that it verified it, and only for a person without another identity there.
 */
export function planSignOn(
  claims: SignOnClaims, rule: { trustsEmail: boolean; allowedDomains: readonly string[] }, found: { known: Person | null; holder: (Person & { hasIdentityHere: boolean }) | null },
): SignOnPlan {
  const outside = (email: string): boolean => rule.allowedDomains.length > 0 && !rule.allowedDomains.includes(email.slice(email.lastIndexOf('@') + 1))
  if (found.known !== null) {
    if (!found.known.active) return { kind: 'refused', reason: 'left' }
    if (outside(found.known.email)) return { kind: 'refused', reason: 'other_domain' }
    return { kind: 'known', personId: found.known.id, email: found.known.email }
  }
  if (claims.email === null) return { kind: 'refused', reason: 'no_email' }
  if (!claims.emailVerified && !rule.trustsEmail) return { kind: 'refused', reason: 'email_unverified' }
  if (outside(claims.email)) return { kind: 'refused', reason: 'other_domain' }
  if (found.holder === null) return { kind: 'join', email: claims.email, name: claims.name ?? claims.email }
  if (!found.holder.active) return { kind: 'refused', reason: 'left' }
  if (found.holder.hasIdentityHere) return { kind: 'refused', reason: 'other_identity' }
  return { kind: 'link', personId: found.holder.id, email: found.holder.email }
}

/** The claims that matter; null when issuer or subject is missing. A single group may come as a plain text. */
export function readClaims(raw: Readonly<Record<string, unknown>>, groupsClaim: string): SignOnClaims | null {
  const text = (name: string): string | null => {
    const value = raw[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const [issuer, subject] = [text('iss'), text('sub')]
  if (issuer === null || subject === null || subject.length > 255) return null
  const found = Object.hasOwn(raw, groupsClaim) ? raw[groupsClaim] : groupsClaim.split('.').reduce<unknown>((at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? (at as Record<string, unknown>)[key] : undefined), raw)
  const groups = typeof found === 'string' ? [found] : Array.isArray(found) ? found.filter((one): one is string => typeof one === 'string') : null
  // Some providers send the flag as text.
  const verified = raw['email_verified'] === true || raw['email_verified'] === 'true'
  return { issuer, subject, email: emailSchema.safeParse(raw['email']).data ?? null, emailVerified: verified, name: text('name')?.trim().slice(0, 200) || null, groups, sid: text('sid') }
}
