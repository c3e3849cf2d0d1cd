import { z } from 'zod'
import { remembered } from '@/lib/api/idempotency'
import { SYSTEM } from '@/lib/auth/actor'
import { countRefusals } from '@/lib/auth/rate-limit'
import { verifyVault } from '@/lib/auth/signed-webhook'
import { readBytes } from '@/lib/body'
import { pageQuery } from '@/lib/boundary/page'
import { inputError } from '@/lib/boundary/problem'
import { rawRoute, route } from '@/lib/boundary/route'
import { assertText } from '@/lib/boundary/text'
import { AppError } from '@/lib/errors'
import { rotateByVault, rotateSecret, rotateSecrets } from '@/lib/registry/commands/rotate-secret'
import { getSecret, listSecrets } from '@/lib/registry/queries/secrets'
import { ROTATION_STATES, rotationSchema, rotationsSchema, vaultBodySchema } from '@/lib/registry/secret-rotation'
import { idParams, listOf, search, textParam } from './registry-params'

const tag = 'Secrets'
const access = { permission: 'secret.attest', scope: 'write' } as const
const VAULT_BODY = 64 * 1024

const rotated = z.strictObject({
  rotationId: z.string().nullable(), secretId: z.string(), server: z.string(), name: z.string(), reference: z.string(), rotatedAt: z.string(),
  /** False: the reference was known already, or the vault's rotation is older than the last; nothing was changed. */
  recorded: z.boolean(), why: z.enum(['known', 'older']).nullable(),
})
const isNew = (body: unknown): boolean => typeof body === 'object' && body !== null && 'recorded' in body && body.recorded === true

export const secretRoutes = [
  route({
    method: 'GET', path: '/api/v1/secrets', tag, summary: 'Secrets of servers, where they are and when they are due, the most urgent first; never a value. state: overdue, due_soon, in_time, no_period, ended; never=yes: never rotated',
    access: { permission: 'registry.read', scope: 'read' },
    query: pageQuery.extend({ state: listOf(ROTATION_STATES), server: textParam.max(63).optional(), kind: z.enum(['static', 'dynamic']).optional(), never: z.literal('yes').optional(), location: textParam.max(500).optional(), q: search }),
    handle: async ({ actor, ctx, query: { cursor, limit, ...filter } }) => listSecrets(actor, filter, { cursor, limit }, ctx.now),
  }),
  route({
    method: 'GET', path: '/api/v1/secrets/:id', tag, summary: 'One secret with every rotation on record', access: { permission: 'registry.read', scope: 'read' }, params: idParams,
    handle: async ({ actor, ctx, params }) => getSecret(actor, params.id, ctx.now),
  }),
  route({
    method: 'POST', path: '/api/v1/secrets/:id/rotations', tag, summary: 'Say that a secret was rotated: reference, rotatedAt (now), note; owners in person and security reviewers. The same reference again changes nothing and answers 200', access, status: 201, params: idParams, body: rotationSchema, response: rotated,
    statusOf: (body) => (isNew(body) ? 201 : 200),
    handle: async ({ actor, ctx, params, body }) => rotateSecret(actor, ctx, params.id, body),
  }),
  route({
    method: 'POST', path: '/api/v1/secrets/rotations', tag, summary: 'The same by server and name, or by location for every secret kept there: all of them or none', access, status: 201, body: rotationsSchema, response: z.strictObject({ rotations: z.array(rotated) }),
    statusOf: (body) => (typeof body === 'object' && body !== null && 'rotations' in body && Array.isArray(body.rotations) && body.rotations.some(isNew) ? 201 : 200),
    handle: async ({ actor, ctx, body }) => ({ rotations: await rotateSecrets(actor, ctx, body) }),
  }),
  rawRoute({
    method: 'POST', path: '/api/v1/vault/:vault', tag, summary: 'A vault says that the secret at a location was rotated; signed as Standard Webhooks say (webhook-id, webhook-timestamp, webhook-signature), which is its only credential', access: { public: true }, status: 200,
    response: z.strictObject({ location: z.string(), rotations: z.array(rotated) }),
    raw: {
      description: 'JSON {location, version, rotatedAt?}; other members are passed over. Every secret registered with this location counts as rotated, `version` is the reference. A location that is not registered is answered with an empty list. The vaults and their keys are the operator’s setting BAILIWICK_VAULT_WEBHOOKS. The same webhook-id again gives the same answer.',
      accepts: ['application/json'], record: vaultBodySchema,
      handle: async ({ ctx, params, request }) => countRefusals(request.headers.get('x-bailiwick-address') ?? 'unknown', async () => {
        const vault = params['vault'] ?? ''
        const bytes = await readBytes(request, VAULT_BODY, () => new AppError('too_large', 'The body is over 64 KiB. Nothing was changed.'))
        const key = verifyVault(vault, request.headers, bytes, ctx.now)
        const body = parsed(bytes)
        const actor = { ...SYSTEM, id: `vault:${vault}`, name: `Vault ${vault}` }
        return remembered({ actor, ctx, key, request: body }, async () => {
          const { location, version, rotatedAt } = body
          return { status: 200, body: { location, rotations: await rotateByVault(ctx, vault, { location, version, rotatedAt: rotatedAt ?? null }) } }
        })
      }),
    },
  }),
]

function parsed(bytes: Uint8Array) {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw new AppError('bad_request', 'The body is not JSON in UTF-8. Nothing was changed.')
  }
  assertText(value)
  const result = vaultBodySchema.safeParse(value)
  if (!result.success) throw inputError(result.error)
  return result.data
}
