import { db } from '@/lib/db/client'

const DAY = 86_400_000
const HOUR = 3_600_000

/** Sessions that have ended are kept this long, so that their owner can still see them. */
const ENDED_SESSIONS_MS = 30 * DAY
/** A retry comes within a day, or it is a new request. */
const IDEMPOTENCY_MS = DAY

/** Removes sessions that ended long ago, remembered answers nobody will ask for again, one-time links that are over, ID tokens and trials of single sign-on. */
export async function cleanUpAuth(now: Date): Promise<{ sessions: number; answers: number; links: number }> {
  const before = (ms: number): Date => new Date(now.getTime() - ms)
  const sessions = await db().session.deleteMany({ where: { OR: [{ expiresAt: { lt: before(ENDED_SESSIONS_MS) } }, { revokedAt: { lt: before(ENDED_SESSIONS_MS) } }] } })
  const answers = await db().idempotencyKey.deleteMany({ where: { createdAt: { lt: before(IDEMPOTENCY_MS) } } })
  const links = await db().oneTimeLink.deleteMany({ where: { OR: [{ expiresAt: { lt: before(ENDED_SESSIONS_MS) } }, { usedAt: { lt: before(ENDED_SESSIONS_MS) } }] } })
  // Of a session that is over nobody signs out at the provider any more; trials live minutes.
  await db().session.updateMany({ where: { idToken: { not: null }, OR: [{ expiresAt: { lt: now } }, { revokedAt: { lt: before(HOUR) } }] }, data: { idToken: null } })
  await db().ssoTrial.deleteMany({ where: { expiresAt: { lt: now } } })
  return { sessions: sessions.count, answers: answers.count, links: links.count }
}
