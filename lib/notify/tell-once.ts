import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
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
  return transaction((tx) => tellOnceIn(tx, ctx, fresh))
}

/** The same in the transaction of what it tells of. */
export async function tellOnceIn(tx: Tx, ctx: Ctx, messages: readonly Message[]): Promise<number> {
  if (messages.length === 0) return 0
  const mine = new Set((await tx.told.createManyAndReturn({ data: messages.map(({ key }) => ({ key, at: ctx.now })), skipDuplicates: true, select: { key: true } })).map(({ key }) => key))
  await enqueue(tx, ctx, messages.filter((message) => mine.has(message.key)))
  return mine.size
}
