import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { db } from '@/lib/db/client'
import { env } from '@/lib/env'
import { paths } from '@/lib/paths'
import type { Actor } from './actor'
import { personActor } from './build-actor'
import { nextAuthOptions } from './next-auth'

const MINUTE = 60_000

/** The signed-in person of this request, or null. The session's row is read each time: ended there is signed out here. */
export const auth = cache(async (): Promise<(Actor & { sessionId: string }) | null> => {
  const cookie = (await getServerSession(nextAuthOptions())) as { sid?: string } | null
  if (typeof cookie?.sid !== 'string') return null
  const now = new Date()
  const session = await db().session.findUnique({ where: { id: cookie.sid }, include: { person: true } })
  if (session === null || session.revokedAt !== null || session.expiresAt <= now || !session.person.active) return null
  const idle = now.getTime() - session.lastSeenAt.getTime()
  if (idle > env().sessionIdleHours * 60 * MINUTE) return null
  if (idle > MINUTE) await db().session.updateMany({ where: { id: session.id }, data: { lastSeenAt: now } })
  return { ...(await personActor(session.person, now)), sessionId: session.id }
})

/** The signed-in person; without one, the sign-in page, and back afterwards. */
export async function requireActor(): Promise<Actor & { sessionId: string }> {
  const actor = await auth()
  if (actor !== null) return actor
  const path = returnPath((await headers()).get('x-bailiwick-path'))
  redirect(paths.signIn(path === '/' ? {} : { callbackUrl: path }))
}

/** The screen that was asked for, without what Next adds for itself. The sign-in page looks at it once more before it is followed. */
function returnPath(given: string | null): string {
  const [path = '/', search = ''] = (given ?? '/').split('?', 2)
  const query = new URLSearchParams(search)
  query.delete('_rsc')
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}
