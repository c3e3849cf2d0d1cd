import { z } from 'zod'
import { once } from '@/lib/db/process-state'
import { env } from '@/lib/env'
import type { SignOnSettings } from '@/lib/env-sign-on'
import { AppError } from '@/lib/errors'

const url = z.url({ protocol: /^https?$/ })

/** What we use of a provider's own description (OpenID Connect Discovery 1.0, 3; RP-Initiated Logout 1.0; RFC 8414). */
const metadataSchema = z.object({
  issuer: z.string(), authorization_endpoint: url, token_endpoint: url, jwks_uri: url, userinfo_endpoint: url.optional(), end_session_endpoint: url.optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(), token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
  code_challenge_methods_supported: z.array(z.string()).optional(), authorization_response_iss_parameter_supported: z.boolean().optional(),
})
export type ProviderMetadata = z.output<typeof metadataSchema> & { /** Ours minus theirs, in milliseconds, by the Date header; null = it sent none. */ clockSkew: number | null }

const FRESH_MS = 10 * 60_000
const TIMEOUT_MS = 8_000
const LARGEST = 512 * 1024

/** The operator's settings; refused when there are none. */
export function signOnSettings(): SignOnSettings {
  const settings = env().signOn
  if (settings === null) throw new AppError('not_found', 'Single sign-on is not set up: BAILIWICK_OIDC_ISSUER and its client are not given.')
  return settings
}

/**
 * The provider's description, at most ten minutes old. No redirect is followed. Throws `unavailable` with a sentence that says what
 * was asked and what came; an issuer that names itself otherwise is refused, since its tokens would be another's.
 */
export async function providerMetadata(settings: SignOnSettings, more: { anew?: boolean } = {}): Promise<ProviderMetadata> {
  const kept = once('signOnMetadata', () => new Map<string, { at: number; metadata: ProviderMetadata }>())
  const found = kept.get(settings.issuer)
  if (found !== undefined && more.anew !== true && Date.now() - found.at < FRESH_MS) return found.metadata
  const metadata = await fetchMetadata(settings)
  kept.set(settings.issuer, { at: Date.now(), metadata })
  return metadata
}

async function fetchMetadata(settings: SignOnSettings): Promise<ProviderMetadata> {
  const address = `${settings.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const fail = (what: string, cause?: unknown): AppError => new AppError('unavailable', `${address} ${what}`, { cause })
  const answer = await fetch(address, { redirect: 'manual', headers: { accept: 'application/json' }, signal: AbortSignal.timeout(TIMEOUT_MS) }).catch((error: unknown) => {
    throw fail(`does not answer (${reasonOf(error)}). Check the issuer's address and that this computer reaches it.`, error)
  })
  if (answer.status >= 300 && answer.status < 400) throw fail('answers with a redirect, which is not followed. Give the issuer exactly as the provider names itself.')
  if (answer.status !== 200) throw fail(`answers ${answer.status} instead of 200. Check the issuer's address.`)
  const text = await answer.text().catch((error: unknown) => { throw fail('stopped while answering.', error) })
  const parsed = metadataSchema.safeParse(text.length > LARGEST ? null : parseJson(text))
  if (!parsed.success) throw fail(`is not the description of an OpenID provider (${parsed.error.issues.slice(0, 3).map((issue) => `${issue.path.join('.') || 'all of it'}: ${issue.message}`).join('; ')}).`)
  if (parsed.data.issuer !== settings.issuer) throw fail(`names the issuer ${parsed.data.issuer}, but BAILIWICK_OIDC_ISSUER is ${settings.issuer}. They must be the same, to the last slash.`)
  const date = Date.parse(answer.headers.get('date') ?? '')
  return { ...parsed.data, clockSkew: Number.isNaN(date) ? null : Date.now() - date }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The system's code for what went wrong, without anybody's words. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause
  return typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : error.name === 'TimeoutError' ? `nothing within ${TIMEOUT_MS / 1000} seconds` : error.name
}
