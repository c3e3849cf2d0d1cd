import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { getServerSession } from 'next-auth'
import { cache } from 'react'
import { paths } from '@/lib/paths'
import { nextAuthOptions } from './next-auth'
import { findSessionActor, type SessionActor } from './session-actor'

/** The signed-in person of this request, or null. The session's row is read each time: ended there is signed out here. */
export const auth = cache(async (): Promise<SessionActor | null> => {
  const cookie = (await getServerSession(nextAuthOptions())) as { sid?: string } | null
  if (typeof cookie?.sid !== 'string') return null
  return findSessionActor(cookie.sid, new Date())
})

/** The signed-in person; without one, the sign-in page, and back afterwards. */
export async function requireActor(): Promise<SessionActor> {
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
