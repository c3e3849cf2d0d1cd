import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { emailSchema } from '@/lib/people/model'
import { record } from '@/lib/trail/record'
import { SYSTEM } from '@/lib/auth/actor'
import { newToken } from '@/lib/auth/secrets'
import { parseToken } from '@/lib/auth/token-format'
import { insertFirstAdmin } from './first-access'
import { mintToken } from './tokens'

export type HeadlessInput = { email: string; password: string; /** A token's value, or `generate`. */ apiToken: string }

export type HeadlessOutcome =
  | { done: true; /** To be written to `init-token`, when it was generated. */ generatedToken: string | null; expiresAt: Date }
  | { done: false; /** One line for the log. */ line: string }

const DAY = 86_400_000

/**
 * The start without a person: first administrator and a token with all scopes for 24 hours. An administrator of this e-mail is left
 * as he is; another administrator refuses the start.
 */
export async function headlessStart(ctx: Ctx, input: HeadlessInput): Promise<HeadlessOutcome> {
  const email = emailSchema.safeParse(input.email)
  if (!email.success) throw new AppError('invalid_input', 'BAILIWICK_INIT_ADMIN_EMAIL is not an e-mail address. Nothing was changed.')
  if (input.apiToken !== 'generate' && parseToken(input.apiToken) === null) {
    throw new AppError('invalid_input', 'BAILIWICK_INIT_API_TOKEN is not a token: it must be bwk_<12>_<40>_<checksum> with a checksum that fits (the first 8 hex digits of SHA-256 over what stands before it), or the word generate. Nothing was changed.')
  }
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(7410003)`
    const admins = await tx.person.findMany({ where: { active: true, roles: { has: 'admin' } }, select: { email: true } })
    if (admins.some((admin) => admin.email === email.data)) return { done: false as const, line: `Headless start: ${email.data} is an administrator already; nothing was minted.` }
    if (admins.length > 0) throw new AppError('conflict', 'The headless start names an administrator, but this database has another one already. Nothing was changed; start without BAILIWICK_INIT_* and sign in.')
    const personId = await insertFirstAdmin(tx, ctx, { email: email.data, name: email.data.split('@')[0] ?? email.data, password: input.password }, 'headless start')
    const generated = input.apiToken === 'generate' ? newToken() : null
    const expiresAt = new Date(ctx.now.getTime() + DAY)
    const minted = await mintToken(tx, ctx, {
      name: 'headless start', ownerId: personId, createdBy: personId, roles: ['admin', 'security_reviewer'], bootstrap: true, expiresAt,
      scopes: ['read', 'write', 'decide', 'credentials', 'ingest:*'], value: generated ?? input.apiToken,
    })
    await record(tx, ctx, { actor: SYSTEM, action: 'token.created', object: { kind: 'token', id: minted.id, name: 'headless start' }, detail: { owner: email.data, expiresAt: expiresAt.toISOString() } })
    return { done: true as const, generatedToken: generated, expiresAt }
  })
}
