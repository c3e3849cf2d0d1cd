import { db } from '@/lib/db/client'

const DAY = 86_400_000

/** Removes messages 30 days after they were written unless they are due still, and what was told 400 days ago, when no grant of that time stands to be told of. */
export async function forgetOld(now: Date): Promise<{ notifications: number; told: number }> {
  const before = (days: number): Date => new Date(now.getTime() - days * DAY)
  const notifications = await db().notification.deleteMany({ where: { createdAt: { lt: before(30) }, nextTryAt: null } })
  const told = await db().told.deleteMany({ where: { at: { lt: before(400) } } })
  return { notifications: notifications.count, told: told.count }
}
