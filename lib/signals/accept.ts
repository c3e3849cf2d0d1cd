import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import type { SignalSource } from '@/lib/env-signals'
import { AppError } from '@/lib/errors'
import type { CallOptions } from '@/lib/notify/call-webhook'
import { KeysUnavailable } from './issuer-keys'
import { receiveToken, type Received } from './receive'
import { RefusedToken, type SetError, verifyToken } from './verify-token'

export type Accepted = { accepted: true; received: Received } | { accepted: false; err: SetError; description: string }

/** Whose tokens are taken; null = nobody's. */
export function configuredSource(): SignalSource | null {
  return env().signalSource
}

/** Verifies a pushed token and does what it says; a refusal is in the words of RFC 8935. Throws `not_found` when nobody's tokens are taken, `unavailable` while the issuer's keys cannot be read. */
export async function acceptToken(ctx: Ctx, source: SignalSource | null, token: string, options: CallOptions = {}): Promise<Accepted> {
  if (source === null) throw new AppError('not_found', 'No security events are taken here: neither BAILIWICK_OIDC_ISSUER nor BAILIWICK_SIGNALS_IN_ISSUER is set.')
  try {
    return { accepted: true, received: await receiveToken(ctx, await verifyToken(source, token.trim(), ctx.now, options)) }
  } catch (error) {
    if (error instanceof RefusedToken) return { accepted: false, err: error.err, description: error.message }
    if (error instanceof KeysUnavailable) throw new AppError('unavailable', `The token could not be verified: ${error.message} Send it again later.`, { retryAfter: 60 })
    throw error
  }
}
