import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/auth/next-auth'
import { problemOf } from '@/lib/boundary/problem'
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
    const { problem, surprise } = problemOf(error)
    if (surprise !== undefined) console.error('Signing in failed inside', surprise)
    return Response.json(problem, { status: problem.status, headers: { 'content-type': 'application/problem+json' } })
  }
}

export { handler as GET, handler as POST }
