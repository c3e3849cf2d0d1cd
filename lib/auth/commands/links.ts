import type { Ctx } from '@/lib/context'
import { type Tx, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { randomText } from '@/lib/auth/secrets'
import { hashSecret } from '@/lib/auth/token-format'

const HOUR = 3_600_000

type NewLink = { purpose: 'setup' | 'sign_in'; personId: string | null; hours: number }

/** A value for a link that works once; only its hash is stored. `setup` makes the first administrator, `sign_in` signs a person in. */
export async function insertLink(tx: Tx, ctx: Ctx, input: NewLink): Promise<{ value: string; expiresAt: Date }> {
  const value = randomText(40)
  const expiresAt = new Date(ctx.now.getTime() + input.hours * HOUR)
  await tx.oneTimeLink.create({ data: { id: ctx.id('link'), purpose: input.purpose, hash: hashSecret(value), personId: input.personId, createdAt: ctx.now, expiresAt } })
  return { value, expiresAt }
}

/** The same in a transaction of its own. */
export async function mintLink(ctx: Ctx, input: NewLink): Promise<string> {
  return transaction(async (tx) => {
    // A newer set-up link replaces the older ones.
    if (input.purpose === 'setup') await tx.oneTimeLink.updateMany({ where: { purpose: 'setup', usedAt: null }, data: { usedAt: ctx.now } })
    return (await insertLink(tx, ctx, input)).value
  })
}

/** Uses a link up, in the caller's transaction. Used, ended and unknown links are refused alike. */
export async function useLink(tx: Tx, ctx: Ctx, purpose: 'setup' | 'sign_in', value: string): Promise<{ personId: string | null }> {
  const used = await tx.oneTimeLink.updateManyAndReturn({ where: { purpose, hash: hashSecret(value), usedAt: null, expiresAt: { gt: ctx.now } }, data: { usedAt: ctx.now } })
  const link = used[0]
  if (link === undefined) throw new AppError('gone', 'This link was used already or has ended. Links work once; start the program again for a new one, or sign in with your password.')
  return { personId: link.personId }
}
