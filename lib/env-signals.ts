import { z } from 'zod'
import { secretBytes } from './env-notify'

/** Where Security Event Tokens are pushed (RFC 8935). */
export type SignalSettings = {
  /** Its path may be a secret: only the host is ever shown. */
  url: string
  /** `aud` of every token. */
  audience: string
  /** The receiver's bearer token; null = it asks for none. */
  token: string | null
  /** It may lie on a private network. */
  private: boolean
}

/** Whose Security Event Tokens are taken. */
export type SignalSource = {
  issuer: string
  /** Null = as the issuer's own OpenID description says. */
  jwksUrl: string | null
  /** `aud` must name one of these. */
  audiences: readonly string[]
  private: boolean
}

const yesNo = z.enum(['true', 'false'], 'must be true or false').transform((value) => value === 'true')
const MASK = 'must be a list of name=whsec_…, the names of lower-case letters, digits and hyphens, each secret of 24 to 64 bytes in base64'

export const signalsShape = {
  BAILIWICK_VAULT_WEBHOOKS: z.string().max(20_000).refine((value) => parseVaults(value) !== null, MASK).optional(),
  BAILIWICK_SIGNALS_URL: z.string().max(4096).refine(isAddress, 'must be an https:// address without user and fragment').optional(),
  BAILIWICK_SIGNALS_AUDIENCE: z.string().trim().min(1).max(2048).optional(),
  BAILIWICK_SIGNALS_TOKEN: z.string().max(4096).regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces').optional(),
  BAILIWICK_SIGNALS_PRIVATE: yesNo.optional(),
  BAILIWICK_SIGNALS_IN_ISSUER: z.string().trim().min(1).max(2048).optional(),
  BAILIWICK_SIGNALS_IN_JWKS_URL: z.string().max(4096).refine(isAddress, 'must be an https:// address without user and fragment').optional(),
  BAILIWICK_SIGNALS_IN_AUDIENCE: z.string().trim().min(1).max(2048).optional(),
}

/** What is wrong as a whole. Values never appear in it. */
export function signalsFaults(given: Readonly<Record<string, string>>): string[] {
  const faults: string[] = []
  const needs = (one: string, other: string, why: string) => given[one] !== undefined && given[other] === undefined && faults.push(`${one} is given without ${other}: ${why}.`)
  needs('BAILIWICK_SIGNALS_AUDIENCE', 'BAILIWICK_SIGNALS_URL', 'there is nobody to send to')
  needs('BAILIWICK_SIGNALS_TOKEN', 'BAILIWICK_SIGNALS_URL', 'there is nobody to send to')
  needs('BAILIWICK_SIGNALS_IN_ISSUER', 'BAILIWICK_SIGNALS_IN_JWKS_URL', 'its signatures could not be verified')
  needs('BAILIWICK_SIGNALS_IN_JWKS_URL', 'BAILIWICK_SIGNALS_IN_ISSUER', 'nobody is said to sign with those keys')
  for (const name of ['BAILIWICK_SIGNALS_URL', 'BAILIWICK_SIGNALS_IN_JWKS_URL']) {
    if (URL.parse(given[name] ?? '')?.protocol === 'http:' && given['BAILIWICK_SIGNALS_PRIVATE'] !== 'true') faults.push(`${name} is http:// on a network that is not said to be private: use https://, or set BAILIWICK_SIGNALS_PRIVATE=true.`)
  }
  return faults
}

type Parsed = z.output<z.ZodObject<typeof signalsShape>>

/** Null = nothing is sent. */
export function signalsOf(v: Parsed): SignalSettings | null {
  if (v.BAILIWICK_SIGNALS_URL === undefined) return null
  const { href } = new URL(v.BAILIWICK_SIGNALS_URL)
  return { url: href, audience: v.BAILIWICK_SIGNALS_AUDIENCE ?? href, token: v.BAILIWICK_SIGNALS_TOKEN ?? null, private: v.BAILIWICK_SIGNALS_PRIVATE ?? false }
}

/** The issuer that is named, else the provider of single sign-on, which vouches for everybody already; null = none is taken. */
export function signalSourceOf(v: Parsed, signOn: { issuer: string; clientId: string } | null, publicUrl: string): SignalSource | null {
  const given = v.BAILIWICK_SIGNALS_IN_AUDIENCE === undefined ? null : [v.BAILIWICK_SIGNALS_IN_AUDIENCE]
  if (v.BAILIWICK_SIGNALS_IN_ISSUER !== undefined) {
    return { issuer: v.BAILIWICK_SIGNALS_IN_ISSUER, jwksUrl: v.BAILIWICK_SIGNALS_IN_JWKS_URL ?? null, audiences: given ?? [publicUrl], private: v.BAILIWICK_SIGNALS_PRIVATE ?? false }
  }
  // Sign-on reaches the provider wherever it lies, so its keys may lie there too.
  return signOn === null ? null : { issuer: signOn.issuer, jwksUrl: null, audiences: given ?? [publicUrl, signOn.clientId], private: true }
}

/** Which vaults may say that a secret was rotated, with the key of each. */
export function vaultsOf(v: Parsed): ReadonlyMap<string, Uint8Array> {
  return parseVaults(v.BAILIWICK_VAULT_WEBHOOKS ?? '') ?? new Map()
}

function parseVaults(text: string): Map<string, Uint8Array> | null {
  const vaults = new Map<string, Uint8Array>()
  for (const part of text.split(/[\s,]+/).filter((one) => one !== '')) {
    const [, name, secret] = /^([a-z0-9][a-z0-9-]{0,62})=(.*)$/.exec(part) ?? []
    const key = secret === undefined ? null : secretBytes(secret)
    if (name === undefined || key === null || vaults.has(name)) return null
    vaults.set(name, key)
  }
  return vaults
}

function isAddress(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.hash === ''
}
