import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'
import type { Message } from './message'

export type { Message } from './message'

/** On which the jobs listen, so that a message goes out when the transaction that wrote it has come through. */
export const NOTIFY_CHANNEL = 'bailiwick_notify'

/**
 * Writes messages in the transaction of what they tell of, so that nobody is told of what did not happen; the jobs deliver them. What
 * they link to is only looked at when followed: it decides nothing.
 */
export async function enqueue(tx: Tx, ctx: Ctx, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  const written = await tx.notification.createMany({
    data: messages.map((message) => ({ ...message, id: ctx.id('notification'), channel: message.recipientId === null ? 'webhook' : 'email', createdAt: ctx.now, nextTryAt: ctx.now })),
    skipDuplicates: true,
  })
  if (written.count > 0) await tx.$executeRaw`SELECT pg_notify(${NOTIFY_CHANNEL}, '')`
}
