import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError, notFound } from '@/lib/errors'
import type { CallOptions } from '@/lib/notify/call-webhook'
import type { Outcome } from '@/lib/notify/outcome'
import { record } from '@/lib/trail/record'
import { settle, type SignalChannel } from './deliver'
import { SIGNALS_CHANNEL } from './emit'
import { eventName, VERIFICATION } from './event-types'
import { pushToken } from './push'

/** Makes a dead letter due again, with all its attempts before it. One that is not dead is left as it is (`conflict`). */
export async function retrySecurityEvent(actor: Actor, ctx: Ctx, id: string): Promise<{ id: string; state: 'due' }> {
  require(actor, 'settings.manage')
  return transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM security_event WHERE id = ${id} FOR UPDATE`
    const event = await tx.securityEvent.findUnique({ where: { id } })
    if (event === null) throw notFound('security event')
    if (event.failedAt === null) throw new AppError('conflict', event.sentAt === null ? 'It is due already and goes out by itself. Nothing was changed.' : 'The receiver took it already. Nothing was changed.')
    await tx.securityEvent.update({ where: { id }, data: { nextTryAt: ctx.now, failedAt: null, attempts: 0 } })
    await tx.$executeRaw`SELECT pg_notify(${SIGNALS_CHANNEL}, '')`
    await record(tx, ctx, { actor, action: 'signal.retried', object: { kind: event.objectKind, id: event.objectId, name: event.objectName }, detail: { jti: id, type: eventName(event.type), lastError: event.lastError } })
    return { id, state: 'due' }
  })
}

/** Pushes a verification event (SSF 1.0, 8.1.4) at once and answers with what the receiver said. Written down before it is sent, tried once. */
export async function sendTestSignal(actor: Actor, ctx: Ctx, { settings, publicUrl }: SignalChannel, options?: CallOptions): Promise<{ id: string; outcome: Outcome }> {
  require(actor, 'settings.manage')
  if (settings === null) throw new AppError('unavailable', 'No receiver is set. Give BAILIWICK_SIGNALS_URL, then start the program again.')
  const id = ctx.id('securityEvent')
  const event = { id, type: VERIFICATION, subject: { format: 'opaque', id: publicUrl }, event: { state: id }, objectKind: 'person', objectId: actor.personId ?? actor.id, objectName: actor.name, createdAt: ctx.now }
  await transaction(async (tx) => {
    // Not due: nobody but this call sends it; what it says now stands only if the program ends in between.
    await tx.securityEvent.create({ data: { ...event, key: `test:${id}`, attempts: 1, nextTryAt: null, failedAt: ctx.now, lastError: 'The program ended before the receiver answered.' } })
    await record(tx, ctx, { actor, action: 'signal.tested', object: { kind: 'person', id: event.objectId, name: event.objectName }, detail: { jti: id } })
  })
  const outcome = await pushToken(settings, publicUrl, event, options)
  await settle(ctx.now, { id, attempts: 1 }, outcome.ok ? outcome : { ...outcome, retry: 'never' })
  return { id, outcome }
}

/** Delivered tokens are removed after 400 days; dead letters stay until somebody sends them. */
export async function forgetSignals(now: Date): Promise<number> {
  const done = await db().securityEvent.deleteMany({ where: { sentAt: { lt: new Date(now.getTime() - 400 * 86_400_000) } } })
  return done.count
}
