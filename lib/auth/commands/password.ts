import type { Actor } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError, invalid } from '@/lib/errors'
import { setPasswordHash } from '@/lib/people/commands/set-password'
import { record } from '@/lib/trail/record'
import { hashPassword, passwordFaults, passwordFits } from '@/lib/auth/passwords'
import { countAttempt, forgetAttempts } from '@/lib/auth/rate-limit'

/**
 * Chooses or changes one's own password. Where there is one it must be given, so that a browser left open is not enough; every
 * other session ends, so that whoever knew the old one is out.
 */
export async function changePassword(actor: Actor & { sessionId: string }, ctx: Ctx, input: { current: string; next: string }): Promise<{ endedSessions: number }> {
  const person = actor.kind === 'person' ? await db().person.findUnique({ where: { id: actor.personId ?? '' } }) : null
  if (person === null) throw new AppError('forbidden', 'A password belongs to a person. Nothing was changed.')
  if (person.passwordHash !== null) {
    await countAttempt(person.email, `session ${actor.sessionId}`)
    if (!(await passwordFits(person.passwordHash, input.current))) throw invalid('current', 'This is not your password. Nothing was changed.')
    await forgetAttempts(person.email)
  }
  const faults = passwordFaults(input.next, person.email)
  if (faults.length > 0) throw new AppError('invalid_input', `The password ${faults.join(', ')}. Nothing was changed.`, { errors: faults.map((message) => ({ path: 'next', message })) })
  const passwordHash = await hashPassword(input.next)
  return transaction(async (tx) => {
    // Only over the password that was looked at: of two changes at once the second one is told.
    if (!(await setPasswordHash(tx, ctx, person.id, { from: person.passwordHash, to: passwordHash }))) throw new AppError('conflict', 'Your password was changed elsewhere at the same moment. Nothing was changed here.')
    const ended = await tx.session.updateMany({ where: { personId: person.id, revokedAt: null, id: { not: actor.sessionId } }, data: { revokedAt: ctx.now } })
    await record(tx, ctx, { actor, action: 'person.password_changed', object: { kind: 'person', id: person.id, name: person.email }, detail: { endedSessions: ended.count, first: person.passwordHash === null } })
    return { endedSessions: ended.count }
  })
}
