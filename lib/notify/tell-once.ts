import type { Ctx } from '@/lib/context'
import { transaction } from '@/lib/db/client'
import { toldOf } from './digest'
import { enqueue, type Message } from './enqueue'

/**
 * Writes those of these messages that were not told before, and remembers them, for as long as there is something to tell: what is true
 * for weeks is told once, however often it is looked at and by however many processes. Returns how many were written.
 */
export async function tellOnce(ctx: Ctx, messages: readonly Message[]): Promise<number> {
  const told = await toldOf(messages.map((message) => message.key))
  const fresh = messages.filter((message) => !told.has(message.key))
  if (fresh.length === 0) return 0
  return transaction(async (tx) => {
    const mine = new Set((await tx.told.createManyAndReturn({ data: fresh.map(({ key }) => ({ key, at: ctx.now })), skipDuplicates: true, select: { key: true } })).map(({ key }) => key))
    await enqueue(tx, ctx, fresh.filter((message) => mine.has(message.key)))
    return mine.size
  })
}
