import { z } from 'zod'

/** Single sign-on at the operator's OpenID provider, as the environment describes it. */
export type SignOnSettings = {
  /** As the provider names itself; tokens of another issuer are refused. */
  issuer: string
  clientId: string
  clientSecret: string
  /** Separated by spaces, `openid` among them. */
  scopes: string
  /** The claim that lists a person's groups. */
  groupsClaim: string
  /** Group → roles; a group that is absent gives nothing. The names of roles are checked where they are used. */
  roleMap: readonly { group: string; role: string }[]
  /** What the button says. */
  name: string
  /** Lower-cased; empty = every domain. */
  allowedDomains: readonly string[]
  /** The provider verifies every address, though it does not say so by `email_verified`. */
  trustsEmail: boolean
  /** No passwords, once an administrator has come in this way. */
  only: boolean
}

const ROLE_NAMES = ['admin', 'security_reviewer', 'incident_responder', 'owner', 'member', 'auditor']

const yesNo = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true')

export const signOnShape = {
  BAILIWICK_OIDC_ISSUER: z.string().refine(isIssuer, 'must be an https:// address without query or fragment (http:// only for this computer)').optional(),
  BAILIWICK_OIDC_CLIENT_ID: z.string().max(1024).optional(),
  BAILIWICK_OIDC_CLIENT_SECRET: z.string().max(4096).optional(),
  BAILIWICK_OIDC_NAME: z.string().trim().min(1).max(60, 'must have at most 60 characters').default('single sign-on'),
  BAILIWICK_OIDC_SCOPES: z.string().trim().max(1000).refine((value) => value.split(/\s+/).includes('openid'), 'must contain openid').default('openid email profile'),
  BAILIWICK_OIDC_GROUPS_CLAIM: z.string().trim().min(1).max(200).default('groups'),
  BAILIWICK_OIDC_ROLE_MAP: z.string().max(20_000).refine((value) => parseRoleMap(value) !== null, `must be a list of group=role, with roles of ${ROLE_NAMES.join(', ')}`).optional(),
  BAILIWICK_OIDC_ALLOWED_DOMAINS: z.string().max(4000).refine((value) => list(value).every((one) => /^[a-z0-9.-]+$/.test(one)), 'must be domains separated by commas').optional(),
  BAILIWICK_OIDC_TRUST_EMAIL: yesNo.optional(),
  BAILIWICK_OIDC_ONLY: yesNo.optional(),
}

const NEEDED = ['BAILIWICK_OIDC_ISSUER', 'BAILIWICK_OIDC_CLIENT_ID', 'BAILIWICK_OIDC_CLIENT_SECRET'] as const

/** What is wrong as a whole: the three that belong together, and settings that say something about nothing. */
export function signOnFaults(given: Readonly<Record<string, string>>): string[] {
  const present = NEEDED.filter((name) => given[name] !== undefined)
  const missing = NEEDED.filter((name) => given[name] === undefined)
  if (present.length > 0 && missing.length > 0) return [`${present.join(' and ')} ${present.length === 1 ? 'is' : 'are'} given without ${missing.join(' and ')}: single sign-on needs all three, or none.`]
  if (present.length === 0 && given['BAILIWICK_OIDC_ONLY'] === 'true') return ['BAILIWICK_OIDC_ONLY is true without an issuer: nobody could sign in.']
  return []
}

/** Null = no single sign-on. */
export function signOnOf(v: z.output<z.ZodObject<typeof signOnShape>>): SignOnSettings | null {
  const { BAILIWICK_OIDC_ISSUER: issuer, BAILIWICK_OIDC_CLIENT_ID: clientId, BAILIWICK_OIDC_CLIENT_SECRET: clientSecret } = v
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  return {
    issuer, clientId, clientSecret, name: v.BAILIWICK_OIDC_NAME, scopes: v.BAILIWICK_OIDC_SCOPES.split(/\s+/).join(' '), groupsClaim: v.BAILIWICK_OIDC_GROUPS_CLAIM,
    roleMap: parseRoleMap(v.BAILIWICK_OIDC_ROLE_MAP ?? '') ?? [], allowedDomains: list(v.BAILIWICK_OIDC_ALLOWED_DOMAINS ?? ''),
    trustsEmail: v.BAILIWICK_OIDC_TRUST_EMAIL ?? false, only: v.BAILIWICK_OIDC_ONLY ?? false,
  }
}

/** `group=role` separated by commas, or by semicolons where a group's name has a comma in it; the last `=` counts. Null = not of this form. */
export function parseRoleMap(text: string): { group: string; role: string }[] | null {
  const map: { group: string; role: string }[] = []
  for (const entry of text.split(text.includes(';') ? ';' : ',').map((one) => one.trim()).filter((one) => one !== '')) {
    const at = entry.lastIndexOf('=')
    const [group, role] = [entry.slice(0, Math.max(at, 0)).trim(), entry.slice(at + 1).trim()]
    if (group === '' || !ROLE_NAMES.includes(role)) return null
    map.push({ group, role })
  }
  return map
}

function list(text: string): string[] {
  return text.split(',').map((one) => one.trim().toLowerCase()).filter((one) => one !== '')
}

/** OpenID Connect Discovery 1.0, 2: https, no query, no fragment; a provider on this computer may do without TLS. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname))
}
