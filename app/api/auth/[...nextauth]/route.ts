import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/auth/next-auth'
import { SIGN_ON_ID } from '@/lib/auth/sign-on/provider'
import { signOnStep } from '@/lib/auth/sign-on/round-trip'
import { problemResponse } from '@/lib/boundary/action'
import { AppError } from '@/lib/errors'

type Context = { params: Promise<{ nextauth: string[] }> }

/** What our sign-in uses of next-auth. Everything else is refused here, before the library guesses at it. */
const USED: Record<string, readonly string[]> = { GET: ['csrf', 'providers', 'session'], POST: ['callback', 'signout', '_log'] }

/** The two steps of single sign-on: off to the provider, and back. What else the address says goes to nobody. */
function isSignOnStep(request: Request, [step, provider, ...rest]: readonly string[]): boolean {
  if (provider !== SIGN_ON_ID || rest.length > 0) return false
  return (request.method === 'POST' && step === 'signin' && new URL(request.url).search === '') || (request.method === 'GET' && step === 'callback')
}

async function handler(request: Request, context: Context): Promise<Response> {
  try {
    const steps = (await context.params).nextauth
    const [step = '', provider] = steps
    if (isSignOnStep(request, steps)) return await signOnStep(request, context)
    if (provider === SIGN_ON_ID || USED[request.method]?.includes(step) !== true) throw new AppError('not_found', 'There is nothing at this address.')
    const form = request.headers.get('content-type')?.startsWith('application/x-www-form-urlencoded') === true
    if (request.method === 'POST' && !form) throw new AppError('unsupported_media_type', 'Send this as a form (application/x-www-form-urlencoded).')
    return (await NextAuth(nextAuthOptions())(request, context)) as Response
  } catch (error) {
    return problemResponse(error)
  }
}

export { handler as GET, handler as POST }
