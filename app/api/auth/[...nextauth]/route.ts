import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/auth/next-auth'
import { problemResponse } from '@/lib/boundary/action'
import { AppError } from '@/lib/errors'

type Context = { params: Promise<{ nextauth: string[] }> }

/** What our sign-in uses of next-auth. Everything else is refused here, before the library guesses at it. */
const USED: Record<string, readonly string[]> = { GET: ['csrf', 'providers', 'session'], POST: ['callback', 'signout', '_log'] }

async function handler(request: Request, context: Context): Promise<Response> {
  try {
    const [step = ''] = (await context.params).nextauth
    if (USED[request.method]?.includes(step) !== true) throw new AppError('not_found', 'There is nothing at this address.')
    const form = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true
    if (request.method === 'POST' && !form) throw new AppError('unsupported_media_type', 'Send this as a form (application/x-www-form-urlencoded).')
    return (await NextAuth(nextAuthOptions())(request, context)) as Response
  } catch (error) {
    return problemResponse(error)
  }
}

export { handler as GET, handler as POST }
