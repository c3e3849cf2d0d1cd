import { findRememberedAnswer, rememberAnswer } from '@/lib/auth/idempotency'
import { inTurn } from '@/lib/auth/turns'
import type { Actor } from '@/lib/auth/actor'
import type { Answer } from '@/lib/boundary/route'
import { canonicalJson } from '@/lib/canonical-json'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { sha256Hex } from '@/lib/hash'

type Keyed = { actor: Actor; ctx: Ctx; key: string; request: unknown }

/**
 * The answer already given to this key, or a new one that is remembered. The same key with another request is refused.
 * Refusals are not remembered, so that a corrected request may use the key again.
 */
export async function remembered({ actor, ctx, key, request }: Keyed, run: () => Promise<Answer>): Promise<Answer> {
  if (key.length < 1 || key.length > 200) throw new AppError('invalid_input', 'Idempotency-Key must have 1 to 200 characters.')
  const requestHash = sha256Hex(canonicalJson(request))
  // The same key twice at once: the second waits for the first one's answer, and gives it again.
  return inTurn(`${actor.id} ${key}`, async () => {
    const before = await findRememberedAnswer(actor.id, key)
    if (before !== null) {
      if (before.requestHash !== requestHash) throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used for another request. Nothing was changed; use a new key.')
      return { status: before.status, body: before.body, headers: { 'idempotency-replayed': 'true' } }
    }
    const answer = await run()
    await rememberAnswer(actor.id, key, { requestHash, status: answer.status, body: answer.body }, ctx.now)
    return answer
  })
}
