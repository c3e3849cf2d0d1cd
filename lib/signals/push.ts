import type { SignalSettings } from '@/lib/env-signals'
import { askGuarded, type CallOptions, redirectRefused } from '@/lib/notify/call-webhook'
import type { Outcome } from '@/lib/notify/outcome'
import { securityEventToken, type TokenParts } from './security-event-token'

/** RFC 8935, 2.4: refusals that another attempt with the same token would meet again. */
const NEVER = new Set(['invalid_request', 'invalid_key', 'invalid_issuer', 'invalid_audience'])

/** Pushes one token (RFC 8935). 202 alone is delivery; a 400 that says that this token will never be taken gives it up at once. Never throws. */
export async function pushToken(settings: SignalSettings, issuer: string, parts: TokenParts, options: CallOptions = {}): Promise<Outcome> {
  const body = securityEventToken(parts, issuer, settings.audience)
  const answer = await askGuarded({ url: settings.url, private: settings.private, allows: 'BAILIWICK_SIGNALS_PRIVATE=true' }, {
    method: 'POST', body, secrets: settings.token === null ? [] : [settings.token],
    headers: { 'content-type': 'application/secevent+jwt', accept: 'application/json', ...(settings.token === null ? {} : { authorization: `Bearer ${settings.token}` }) },
  }, options)
  if (answer.status === null) return { ok: false, retry: 'later', whole: true, why: answer.why }
  if (answer.status === 202) return { ok: true, answer: answer.words }
  if (answer.status >= 300 && answer.status < 400) return { ok: false, retry: 'later', whole: true, why: redirectRefused(settings.url, answer.status) }
  const never = answer.status === 400 && NEVER.has(errorIn(answer.body))
  // A receiver that refuses one token for what it holds may take the next.
  return { ok: false, retry: never ? 'never' : 'later', whole: answer.status !== 400, why: answer.status < 300 ? `${answer.words} instead of 202.` : answer.words }
}

function errorIn(body: string): string {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null && 'err' in value && typeof value.err === 'string' ? value.err : ''
  } catch {
    return ''
  }
}
