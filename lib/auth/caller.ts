import { getToken } from 'next-auth/jwt'
import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import type { Actor } from './actor'
import { authenticate } from './bearer'
import { publicUrl } from './public-url'
import { findSessionActor } from './session-actor'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Who calls the machine door: the token that the request carries, and without one the person whose browser or program is signed in.
 * What only people may do, such as deciding a request, has its endpoint too, and they reach it by their session.
 */
export async function callerOf(request: Request, ctx: Ctx): Promise<Actor> {
  const sessionId = request.headers.has('authorization') ? null : await sessionIdOf(request)
  if (sessionId === null) return authenticate(request, ctx)
  if (!SAFE.has(request.method)) refuseForeignPage(request)
  const actor = await findSessionActor(sessionId, ctx.now)
  if (actor === null) throw new AppError('unauthenticated', 'Your session has ended, or your account is frozen. Sign in again. Nothing was changed.')
  return actor
}

/**
 * A browser sends the cookie along whoever wrote the page, and says where the page is from: by Sec-Fetch-Site (W3C Fetch Metadata),
 * older ones by Origin. A program that says neither holds the cookie itself.
 */
function refuseForeignPage(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const own = site === null ? origin === null || origin === publicUrl() : site === 'same-origin' || site === 'none'
  if (!own) throw new AppError('forbidden', 'This request came from a page that is not this console’s. Nothing was changed.')
}

async function sessionIdOf(request: Request): Promise<string | null> {
  const header = request.headers.get('cookie')
  if (header === null) return null
  const secureCookie = publicUrl().startsWith('https://')
  // next-auth puts a long cookie together from its parts, so it is given all of them.
  const token = await getToken({ req: { cookies: cookiesOf(header), headers: {} } as never, secureCookie, secret: process.env['NEXTAUTH_SECRET'] ?? '' })
  return typeof token?.['sid'] === 'string' ? token['sid'] : null
}

/** RFC 6265, 4.2: `name=value` pairs; a value that is no percent-encoding stands for itself. */
function cookiesOf(header: string): Record<string, string> {
  return Object.fromEntries(header.split(';').map((pair) => {
    const [name = '', ...value] = pair.trim().split('=')
    return [name, decoded(value.join('='))]
  }))
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
