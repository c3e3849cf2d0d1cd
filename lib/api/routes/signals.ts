import { z } from 'zod'
import { countRefusals } from '@/lib/auth/rate-limit'
import { readBytes } from '@/lib/body'
import { pageQuery } from '@/lib/boundary/page'
import { rawRoute, route } from '@/lib/boundary/route'
import { AppError } from '@/lib/errors'
import { acceptToken, configuredSource } from '@/lib/signals/accept'
import { configuredSignals } from '@/lib/signals/deliver'
import { retrySecurityEvent, sendTestSignal } from '@/lib/signals/retry'
import { publicJwk } from '@/lib/signing/key'
import { listSecurityEvents, SIGNAL_STATES } from '@/lib/views/signals'
import { idParams } from './registry-params'

const tag = 'Signals'
const TOKEN_BYTES = 256 * 1024
const MEDIA_TYPE = /^application\/secevent\+jwt\s*(;|$)/i

export const signalRoutes = [
  route({
    method: 'GET', path: '/api/v1/security-events', tag, summary: 'Security Event Tokens written for the receiver, newest first: failed (dead letters), due, sent',
    access: { permission: 'notify.read', scope: 'read' }, query: pageQuery.extend({ state: z.enum(SIGNAL_STATES).optional() }),
    handle: async ({ actor, query: { cursor, limit, state } }) => listSecurityEvents(actor, { state }, { cursor, limit }),
  }),
  route({
    method: 'POST', path: '/api/v1/security-events/:id/retry', tag, summary: 'Make a dead letter due again', access: { permission: 'settings.manage', scope: 'write' }, status: 202, params: idParams, body: z.strictObject({}),
    handle: async ({ actor, ctx, params }) => retrySecurityEvent(actor, ctx, params.id),
  }),
  route({
    method: 'POST', path: '/api/v1/security-events/test', tag, summary: 'Push a verification event at once, and answer with what the receiver said', access: { permission: 'settings.manage', scope: 'write' }, body: z.strictObject({}),
    handle: async ({ actor, ctx }) => {
      const { id, outcome } = await sendTestSignal(actor, ctx, configuredSignals())
      return outcome.ok ? { id, delivered: true, said: outcome.answer } : { id, delivered: false, said: outcome.why }
    },
  }),
  rawRoute({
    method: 'POST', path: '/api/v1/signals', tag, summary: 'The identity provider pushes a Security Event Token (RFC 8935); the token is its only credential. 202 = taken, 400 = {err, description}', access: { public: true }, status: 202,
    raw: {
      description: 'A compact JWS of type secevent+jwt. RISC account-disabled and account-purged: the person leaves. CAEP session-revoked and credential-change, RISC sessions-revoked: their sessions end. Everything else is acknowledged and noted. The same token again changes nothing.',
      accepts: ['application/secevent+jwt'],
      handle: async ({ ctx, request, headers }) => {
        const refused: { answer: { err: string; description: string } | null } = { answer: null }
        const accept = async (): Promise<void> => {
          const bytes = await readBytes(request, TOKEN_BYTES, () => new AppError('too_large', 'The token is over 256 KiB. Nothing was changed.'))
          const result = MEDIA_TYPE.test(headers.get('content-type') ?? '')
            ? await acceptToken(ctx, configuredSource(), bytes.toString('latin1'))
            : { accepted: false as const, err: 'invalid_request' as const, description: 'The Content-Type must be application/secevent+jwt.' }
          if (result.accepted) return
          refused.answer = { err: result.err, description: result.description }
          throw new AppError('unauthenticated', result.description)
        }
        try {
          await countRefusals(headers.get('x-bailiwick-address') ?? 'unknown', accept)
          return { status: 202, body: '' }
        } catch (error) {
          if (refused.answer === null) throw error
          return { status: 400, body: refused.answer, headers: { 'content-language': 'en' } }
        }
      },
    },
  }),
  rawRoute({
    method: 'GET', path: '/.well-known/jwks.json', tag, summary: 'The public key that this console signs Security Event Tokens with, as a JWK Set (RFC 7517, RFC 8037); for everybody', access: { public: true },
    raw: { description: 'One Ed25519 key (OKP).', handle: async () => ({ status: 200, body: { keys: [publicJwk()] }, headers: { 'cache-control': 'public, max-age=3600' } }) },
  }),
]
