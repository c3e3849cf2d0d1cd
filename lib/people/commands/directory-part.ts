import type { Ctx } from '@/lib/context'
import type { Prisma, Tx } from '@/lib/db/client'

/** Keeps what a directory says of a person and the console makes nothing of: no declaration changes by it. The caller records it. */
export async function keepOnPerson(tx: Tx, ctx: Ctx, id: string, part: { externalId: string | null; scim: Prisma.InputJsonObject }): Promise<void> {
  await tx.person.update({ where: { id }, data: { ...part, updatedAt: ctx.now } })
}
