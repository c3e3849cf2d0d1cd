import { db } from '@/lib/db/client'
import { env } from '@/lib/env'
import type { Actor } from './actor'
import { personActor } from './build-actor'
import { isAnyFrozen } from './frozen'

const MINUTE = 60_000

/** A signed-in person, and the session's own row. */
export type SessionActor = Actor & { sessionId: string }

/** Who is behind a session id, or null. The session's row is read each time: ended there is signed out everywhere at once. */
export async function findSessionActor(sessionId: string, now: Date): Promise<SessionActor | null> {
  const session = await db().session.findUnique({ where: { id: sessionId }, include: { person: true } })
  if (session === null || session.revokedAt !== null || session.expiresAt <= now || !session.person.active) return null
  // Refused, not ended: what is frozen may come back.
  if (await isAnyFrozen([session.personId], now)) return null
  const idle = now.getTime() - session.lastSeenAt.getTime()
  if (idle > env().sessionIdleHours * 60 * MINUTE) return null
  if (idle > MINUTE) await db().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  return { ...(await personActor(session.person, now)), sessionId: session.id }
}
