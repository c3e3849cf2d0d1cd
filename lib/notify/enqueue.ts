import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/client'

/** One thing to tell one person, or, without a recipient, the channel that everybody reads. Plain text; `path` is where to look and act. */
export type Message = {
  /** Told once: a second message with this key is left out. */
  key: string
  kind: string
  recipientId: string | null
  subject: string
  text: string
  path: string
}

/**
 * Writes messages in the transaction of what they tell of, so that nobody is told of what did not happen; the jobs deliver them. What
 * they link to is only looked at when followed: it decides nothing.
 */
export async function enqueue(tx: Tx, ctx: Ctx, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  await tx.notification.createMany({
    data: messages.map((message) => ({ ...message, id: ctx.id('notification'), channel: message.recipientId === null ? 'webhook' : 'email', createdAt: ctx.now, nextTryAt: ctx.now })),
    skipDuplicates: true,
  })
}
